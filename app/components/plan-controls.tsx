/** Controls of the film plan. Each shows the value it is given; the form around them hears changes. */
import type { ReactNode } from "react";
import type { FormFault } from "../forms/outcome.ts";
import type { PlanFields } from "../forms/film-plan-fields.ts";
import { FieldFault } from "./field-fault.tsx";

export type PlanPart = { values: PlanFields; fault: FormFault | null };

/** React asks for a hearer on what it keeps at a value; the form's own hears all of them. */
const heardByTheForm = () => undefined;

export function textValue(values: PlanFields, name: string): string {
  const value = values[name];
  return typeof value === "string" ? value : "";
}

type Control = { values: PlanFields; name: string; label: ReactNode };

export function Choice(
  props: Control & { options: readonly (readonly [string, string])[]; className?: string },
) {
  const { values, name, label, options, className } = props;
  return (
    <label className={`field ${className ?? ""}`}>
      <span>{label}</span>
      <select name={name} value={textValue(values, name)} onChange={heardByTheForm}>
        {options.map(([value, words]) => (
          <option key={value} value={value}>
            {words}
          </option>
        ))}
      </select>
    </label>
  );
}

export function Measure(
  props: Control & { min: number; max: number; step: number; fault?: FormFault | null },
) {
  const { values, name, label, min, max, step, fault } = props;
  return (
    <label className="field short">
      <span>{label}</span>
      <input
        type="number"
        className="mono"
        required
        {...{ name, min, max, step }}
        value={textValue(values, name)}
        onChange={heardByTheForm}
      />
      <FieldFault said={fault?.fields[name]} />
    </label>
  );
}

export function Tick({ values, name, label }: Control) {
  return (
    <label className="tick">
      <input
        type="checkbox"
        name={name}
        value="yes"
        checked={textValue(values, name) === "yes"}
        onChange={heardByTheForm}
      />
      <span>{label}</span>
    </label>
  );
}

export function Ticks(props: {
  values: PlanFields;
  name: string;
  options: readonly (readonly [string, string])[];
}) {
  const { values, name, options } = props;
  const ticked = values[name] ?? [];
  return (
    <div className="ticks">
      {options.map(([value, words]) => (
        <label className="tick" key={value}>
          <input
            type="checkbox"
            name={name}
            value={value}
            checked={ticked.includes(value)}
            onChange={heardByTheForm}
          />
          <span>{words}</span>
        </label>
      ))}
    </div>
  );
}
