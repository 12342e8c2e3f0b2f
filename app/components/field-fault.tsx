/** What is wrong with a field, under it. */
export function FieldFault({ said }: { said: string | undefined }) {
  return said === undefined ? null : (
    <strong className="fault" role="alert">
      {said}
    </strong>
  );
}
