import { readFileSync } from "node:fs";
import path from "node:path";

const root = path.join(__dirname, "..");

/** What package-lock.json says of a package. */
interface LockedPackage {
  readonly version: string;
  readonly license: string;
  readonly integrity: string;
  readonly dependencies?: Readonly<Record<string, string>>;
}

/**
 * The software bill of materials of the extension, as CycloneDX JSON. It has neither a time nor a serial number, so that
 * the same code always has the same one.
 * @param names the packages that are bundled
 */
export function sbomOf(names: readonly string[]): string {
  const { name, publisher, version, license, dependencies } = readJson("package.json") as {
    name: string;
    publisher: string;
    version: string;
    license: string;
    dependencies: Record<string, string>;
  };
  const { packages } = readJson("package-lock.json") as { packages: Record<string, LockedPackage> };
  const locked = names.map((each) => {
    const found = packages[`node_modules/${each}`];
    if (!found) throw new Error(`${each} is bundled, but package-lock.json has not got it`);
    return { name: each, ref: `pkg:npm/${each.replace("@", "%40")}@${found.version}`, ...found };
  });
  const refsOf = (needed: Readonly<Record<string, string>> = {}): string[] =>
    locked.flatMap((each) => (each.name in needed ? [each.ref] : []));
  const self = `pkg:vscode-extension/${publisher}/${name}@${version}`;
  const bom = {
    $schema: "http://cyclonedx.org/schema/bom-1.6.schema.json",
    bomFormat: "CycloneDX",
    specVersion: "1.6",
    version: 1,
    metadata: {
      component: {
        type: "application",
        "bom-ref": self,
        group: publisher,
        name,
        version,
        licenses: [{ expression: license }],
        purl: self,
      },
    },
    components: locked.map((each) => ({
      type: "library",
      "bom-ref": each.ref,
      name: each.name,
      version: each.version,
      hashes: [sha512(each.integrity)],
      licenses: [{ expression: each.license }],
      purl: each.ref,
    })),
    dependencies: [
      { ref: self, dependsOn: refsOf(dependencies) },
      ...locked.map((each) => ({ ref: each.ref, dependsOn: refsOf(each.dependencies) })),
    ],
  };
  return `${JSON.stringify(bom, undefined, 2)}\n`;
}

/** The hash of a package's archive, which npm notes as Base64. */
function sha512(integrity: string): { alg: string; content: string } {
  const digest = /^sha512-(\S+)$/.exec(integrity)?.[1];
  if (digest === undefined) throw new Error(`not a SHA-512: ${integrity}`);
  return { alg: "SHA-512", content: Buffer.from(digest, "base64").toString("hex") };
}

function readJson(file: string): unknown {
  return JSON.parse(readFileSync(path.join(root, file), "utf8"));
}
