/**
 * Who may import whom. The arrows: contracts <- domain <- project <- api, webhooks <- entry;
 * contracts <- app; contracts <- models, media, stitch. Tests keep to them too, apart from the
 * fakes in workers/testing.
 */

/** What each folder of ours may import of ours, beside itself. */
const MAY_IMPORT = {
  "workers/contracts": [],
  "workers/domain": ["workers/contracts"],
  "workers/platform": ["workers/contracts"],
  "workers/models": ["workers/contracts", "workers/platform"],
  "workers/media": ["workers/contracts", "workers/platform"],
  "workers/stitch": ["workers/contracts", "workers/platform", "container/src/protocol\\.ts$"],
  "workers/workspace": ["workers/contracts", "workers/platform"],
  "workers/account": ["workers/contracts", "workers/platform", "workers/models"],
  "workers/project": [
    "workers/contracts",
    "workers/domain",
    "workers/models",
    "workers/media",
    "workers/stitch",
    "workers/platform",
    "workers/workspace",
    "workers/account",
  ],
  "workers/api": [
    "workers/contracts",
    "workers/domain",
    "workers/project",
    "workers/workspace",
    "workers/account",
    "workers/models",
    "workers/media",
    "workers/stitch",
    "workers/platform",
  ],
  "workers/webhooks": [
    "workers/contracts",
    "workers/domain",
    "workers/project",
    "workers/workspace",
    "workers/account",
    "workers/models",
    "workers/media",
    "workers/stitch",
    "workers/platform",
    "workers/api",
  ],
  app: ["workers/contracts"],
  container: [],
  // A storm listens with the code of the pages.
  dev: [
    "workers/contracts",
    "workers/testing/read-zip\\.ts$",
    "container/src/protocol\\.ts$",
    "app/live/(channel|project-view)\\.ts$",
  ],
};

/** The settings, which every part of the Worker reads except the two pure ones. */
const SETTINGS = "workers/env\\.ts$";
const READS_SETTINGS = /^workers\/(?!contracts|domain)/;
const OURS = "^(app|workers|container|dev)/";

/** @param {string} folder */
function boundary(folder) {
  const allowed = [
    folder + "/",
    ...MAY_IMPORT[folder].map((to) => (to.endsWith("$") ? to : to + "/")),
  ];
  if (READS_SETTINGS.test(folder)) allowed.push(SETTINGS);
  return {
    name: `imports-of-${folder.replace("/", "-")}`,
    severity: "error",
    from: { path: `^${folder}/`, pathNot: "\\.test\\.tsx?$" },
    to: { path: OURS, pathNot: allowed.map((to) => `^${to}`) },
  };
}

/** Tests may use the fakes, and nothing else beyond their folder's own rule. @param {string} folder */
function testBoundary(folder) {
  const rule = boundary(folder);
  return {
    ...rule,
    name: `${rule.name}-tests`,
    from: { path: `^${folder}/.*\\.test\\.tsx?$` },
    to: {
      path: OURS,
      pathNot: [
        ...rule.to.pathNot,
        ...(folder.startsWith("workers/")
          ? ["^workers/testing/", "^workers/(http|env)\\.ts$"]
          : []),
      ],
    },
  };
}

module.exports = {
  forbidden: [
    ...Object.keys(MAY_IMPORT).flatMap((folder) => [boundary(folder), testBoundary(folder)]),
    {
      name: "nothing-imports-tests-helpers",
      comment: "Fakes belong to tests.",
      severity: "error",
      from: { path: "^(app|workers)/", pathNot: ["\\.test\\.tsx?$", "(^|/)testing/"] },
      to: { path: "(^|/)testing/" },
    },
    {
      name: "no-circle",
      severity: "error",
      from: {},
      // A circle of types alone is gone when the program runs.
      to: { circular: true, viaOnly: { dependencyTypesNot: ["type-only"] } },
    },
    {
      name: "resolvable",
      severity: "error",
      from: {},
      to: {
        couldNotResolve: true,
        pathNot: ["^cloudflare:", "^node$", "build/server/index\\.js$"],
      },
    },
    {
      name: "declared-packages-only",
      severity: "error",
      from: { path: "^(app|workers|container)/", pathNot: ["\\.test\\.tsx?$", "(^|/)testing/"] },
      to: {
        dependencyTypes: ["npm-no-pkg", "npm-unknown"],
      },
    },
  ],
  options: {
    doNotFollow: { path: ["node_modules", "^build/"] },
    exclude: { path: ["^\\.cache/"] },
    tsPreCompilationDeps: true,
    enhancedResolveOptions: {
      exportsFields: ["exports"],
      conditionNames: ["import", "require", "node", "default", "types"],
      extensions: [".ts", ".tsx", ".mjs", ".js", ".json"],
    },
  },
};
