/** Addresses that both the pages and the API use. */

/** Where the browser gets an asset; the same in every storage mode. */
export function assetPath(
  projectId: string,
  assetId: string,
  options?: { download: true },
): string {
  const path = `/api/projects/${projectId}/assets/${assetId}`;
  return options?.download === true ? `${path}?download=1` : path;
}

export function livePath(projectId: string): string {
  return `/api/projects/${projectId}/live`;
}

/** The project as one ZIP. */
export function exportPath(projectId: string): string {
  return `/api/projects/${projectId}/export`;
}

/** Where an import takes the parts of a file. */
export function importFilePath(projectId: string, assetId: string): string {
  return `/api/projects/${projectId}/import/${assetId}`;
}

/** Clips of one's own that are on their way into a scene: POST begins one. */
export function ownClipsPath(projectId: string, sceneId: string): string {
  return `/api/projects/${projectId}/scenes/${sceneId}/own_clips`;
}

/** One of them: PUT takes its parts, POST completes it, DELETE gives it up. */
export function ownClipPath(projectId: string, uploadId: string): string {
  return `/api/projects/${projectId}/own_clips/${uploadId}`;
}
