/** Does all works, at most `atOnce` of them at the same time. Rejects with the first failure. */
export async function eachOf(
  works: readonly (() => Promise<void>)[],
  atOnce: number,
): Promise<void> {
  const left = works.values();
  const worker = async () => {
    for (const work of left) await work();
  };
  await Promise.all(Array.from({ length: atOnce }, worker));
}
