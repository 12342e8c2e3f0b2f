import type { Strip } from "../../workers/contracts/project.ts";

/** The frames of a clip side by side, each cut to its cell. */
export function FrameCells({ strip, src }: { strip: Strip; src: string }) {
  const { frames } = strip;
  return (
    <span className="frame-cells" aria-hidden="true">
      {Array.from({ length: frames }, (_, index) => (
        <span key={index}>
          <i style={frameStyle(strip, src, index)} />
        </span>
      ))}
    </span>
  );
}

/** One frame of a strip as the background of a box of the frame's own ratio. */
export function frameStyle({ frames, tileWidth, tileHeight }: Strip, src: string, index: number) {
  return {
    aspectRatio: `${tileWidth ?? 16} / ${tileHeight ?? 9}`,
    backgroundImage: `url("${src}")`,
    backgroundSize: `${frames * 100}% 100%`,
    backgroundPosition: `${frames > 1 ? (index / (frames - 1)) * 100 : 0}% 0`,
  };
}
