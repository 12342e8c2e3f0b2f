/** Every other address. */
export function loader(): never {
  throw new Response("There is no page at this address. Check it, or start from your films.", {
    status: 404,
  });
}

export default function NotFound() {
  return null;
}
