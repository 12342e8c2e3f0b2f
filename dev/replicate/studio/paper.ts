/** Small SVG words for the cut-paper look: every piece has a soft shadow and a lit edge. */

export type Point = [number, number];

export function number(value: number): string {
  return String(Math.round(value * 10) / 10);
}

/** A piece of paper. `lift` is how far it stands off what lies behind it (0: flat). */
export function paper(d: string, fill: string, lift = 1): string {
  if (lift === 0) return `<path d="${d}" fill="${fill}"/>`;
  const shadow = [13, 7, 3]
    .map(
      (width, i) =>
        `<path d="${d}" fill="none" stroke="#0a0d2c" stroke-opacity="${[0.06, 0.08, 0.1][i]}" stroke-width="${number(width * lift)}" stroke-linejoin="round"/>`,
    )
    .join("");
  return `${shadow}<path d="${d}" fill="${fill}"/><path d="${d}" fill="none" stroke="#fff8e8" stroke-opacity=".16" stroke-width="1.3"/>`;
}

export function flat(d: string, fill: string, opacity = 1): string {
  return `<path d="${d}" fill="${fill}"${opacity < 1 ? ` opacity="${number2(opacity)}"` : ""}/>`;
}

function number2(value: number): string {
  return String(Math.round(value * 100) / 100);
}

export function line(d: string, stroke: string, width: number, opacity = 1): string {
  return `<path d="${d}" fill="none" stroke="${stroke}" stroke-width="${number(width)}" stroke-linecap="round" stroke-linejoin="round"${opacity < 1 ? ` opacity="${number2(opacity)}"` : ""}/>`;
}

/** Path of an ellipse, so that it can be paper as well. */
export function oval(x: number, y: number, rx: number, ry: number): string {
  return `M${number(x - rx)} ${number(y)}a${number(rx)} ${number(ry)} 0 1 1 ${number(rx * 2)} 0a${number(rx)} ${number(ry)} 0 1 1 ${number(-rx * 2)} 0Z`;
}

export function box(x: number, y: number, width: number, height: number, round = 0): string {
  const r = Math.min(round, width / 2, height / 2);
  if (r === 0)
    return `M${number(x)} ${number(y)}h${number(width)}v${number(height)}h${number(-width)}Z`;
  const a = `a${number(r)} ${number(r)} 0 0 1`;
  return `M${number(x + r)} ${number(y)}h${number(width - 2 * r)}${a} ${number(r)} ${number(r)}v${number(height - 2 * r)}${a} ${number(-r)} ${number(r)}h${number(2 * r - width)}${a} ${number(-r)} ${number(-r)}v${number(2 * r - height)}${a} ${number(r)} ${number(-r)}Z`;
}

export function polygon(points: Point[]): string {
  return `M${points.map(([x, y]) => `${number(x)} ${number(y)}`).join("L")}Z`;
}

/** A smooth line through points (Catmull-Rom), open; begin it with M or continue with L. */
export function smooth(points: Point[], start: "M" | "L" = "M"): string {
  const first = points[0];
  if (first === undefined) return "";
  let d = `${start}${number(first[0])} ${number(first[1])}`;
  for (let i = 0; i < points.length - 1; i++) {
    const [a, b, c, e] = [points[i - 1] ?? points[i], points[i], points[i + 1], points[i + 2]];
    if (a === undefined || b === undefined || c === undefined) continue;
    const after = e ?? c;
    d += `C${number(b[0] + (c[0] - a[0]) / 6)} ${number(b[1] + (c[1] - a[1]) / 6)} ${number(c[0] - (after[0] - b[0]) / 6)} ${number(c[1] - (after[1] - b[1]) / 6)} ${number(c[0])} ${number(c[1])}`;
  }
  return d;
}

/** A closed smooth shape. */
export function blob(points: Point[]): string {
  const [a, b] = points;
  const last = points.at(-1);
  if (a === undefined || b === undefined || last === undefined) return "";
  const ring = [last, ...points, a, b];
  let d = `M${number(a[0])} ${number(a[1])}`;
  for (let i = 1; i < ring.length - 2; i++) {
    const [p, q, r, s] = [ring[i - 1], ring[i], ring[i + 1], ring[i + 2]] as [
      Point,
      Point,
      Point,
      Point,
    ];
    d += `C${number(q[0] + (r[0] - p[0]) / 6)} ${number(q[1] + (r[1] - p[1]) / 6)} ${number(r[0] - (s[0] - q[0]) / 6)} ${number(r[1] - (s[1] - q[1]) / 6)} ${number(r[0])} ${number(r[1])}`;
  }
  return `${d}Z`;
}

export function group(content: string, transform: string): string {
  return `<g transform="${transform}">${content}</g>`;
}

export function at(content: string, x: number, y: number, scale = 1, turn = 0): string {
  return group(
    content,
    `translate(${number(x)} ${number(y)})${turn === 0 ? "" : ` rotate(${number(turn)})`}${scale === 1 ? "" : ` scale(${Math.round(scale * 1000) / 1000})`}`,
  );
}

/** A soft round light; `id` must be free in the document. */
export function glow(
  id: string,
  x: number,
  y: number,
  radius: number,
  colour: string,
  opacity = 0.8,
): string {
  return (
    `<defs><radialGradient id="${id}"><stop offset="0" stop-color="${colour}" stop-opacity="${opacity}"/>` +
    `<stop offset=".4" stop-color="${colour}" stop-opacity="${number2(opacity * 0.35)}"/><stop offset="1" stop-color="${colour}" stop-opacity="0"/></radialGradient></defs>` +
    `<circle cx="${number(x)}" cy="${number(y)}" r="${number(radius)}" fill="url(#${id})"/>`
  );
}

export function star(x: number, y: number, radius: number, points = 5, inner = 0.45): string {
  return polygon(
    Array.from({ length: points * 2 }, (_, i): Point => {
      const r = i % 2 === 0 ? radius : radius * inner;
      const angle = (Math.PI * i) / points - Math.PI / 2;
      return [x + Math.cos(angle) * r, y + Math.sin(angle) * r];
    }),
  );
}
