/** A field of the prompt. What was typed stands again after a reload, until a film was made of it. */
import { useEffect, useRef, useState } from "react";
import { useDraft } from "../live/draft.ts";

type Field = HTMLInputElement | HTMLTextAreaElement;

export type KeptTextProps = {
  name: string;
  /** Under which the draft is kept. */
  draftKey: string;
  most: number;
  /** Of a text over several lines. */
  rows?: number;
  defaultValue: string | undefined;
  placeholder: string;
  /** The text came with the address, which a draft does not write over. */
  isAsked: boolean;
  /** The text was sent and refused, so it is a draft again. */
  isRefused: boolean;
  /** It is on its way: when the field goes then, a film was made of it. */
  isSent: boolean;
};

export function KeptText(props: KeptTextProps) {
  const { name, draftKey, most, rows, defaultValue, placeholder } = props;
  const field = useRef<Field | null>(null);
  const { value, set, clear } = useDraft(draftKey, "");
  const [chars, setChars] = useState(0);
  const wasSent = useRef(false);
  useEffect(() => {
    wasSent.current = props.isSent;
  }, [props.isSent]);
  useEffect(() => {
    const element = field.current;
    if (element === null) return;
    if (props.isRefused) set(element.value);
    setChars(element.value.length);
    return () => {
      if (wasSent.current) clear();
    };
    // Once for each field that is put up: afterwards the field itself is the truth.
    // eslint-disable-next-line react-hooks/exhaustive-deps
  }, []);
  useEffect(() => {
    const element = field.current;
    // What came with the page, or was typed before scripts ran, is not written over.
    if (element === null || element.value !== "" || props.isAsked || value === "") return;
    element.value = value;
    setChars(value.length);
    // The draft is known only after the first paint.
  }, [value, props.isAsked]);
  const common = {
    name,
    required: true,
    defaultValue,
    placeholder,
    ref: (element: Field | null) => {
      field.current = element;
    },
    onInput: ({ currentTarget }: { currentTarget: Field }) => {
      set(currentTarget.value);
      setChars(currentTarget.value.length);
    },
  };
  return (
    <>
      {rows === undefined ? <input {...common} /> : <textarea rows={rows} {...common} />}
      {/* A text over its limit is not cut off: the person says what goes. */}
      {chars > most ? (
        <strong className="fault fine" role="alert">
          {`${chars.toLocaleString("en")} characters, and at most ${most.toLocaleString("en")} fit. Shorten it.`}
        </strong>
      ) : null}
    </>
  );
}
