import assert from "node:assert/strict";
import { mkdtemp, mkdir, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { readCaFile } from "../../../src/servers/caFile";
import { CaFileError } from "../../../src/servers/errors";
import { makeAuthority, type Authority } from "../../support/certificates";

describe("readCaFile", () => {
  let folder: string;
  let own: Authority;
  let other: Authority;

  before(() => {
    own = makeAuthority("Example Root CA");
    other = makeAuthority("Another Root CA");
  });

  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), "ca-file-"));
  });

  afterEach(() => rm(folder, { recursive: true }));

  async function fileWith(text: string | Uint8Array): Promise<string> {
    const path = join(folder, "ca.pem");
    await writeFile(path, text);
    return path;
  }

  async function refuses(path: string, reason: CaFileError["reason"]): Promise<void> {
    await assert.rejects(readCaFile(path), (error: unknown) => {
      assert.ok(error instanceof CaFileError, String(error));
      assert.deepEqual([error.path, error.reason], [path, reason]);
      return true;
    });
  }

  it("gives the certificate in a file", async () => {
    assert.equal(await readCaFile(await fileWith(own.cert)), own.cert.trim());
  });

  it("gives all certificates in a file, in their order", async () => {
    const path = await fileWith(own.cert + other.cert);
    assert.equal(await readCaFile(path), `${own.cert.trim()}\n${other.cert.trim()}`);
  });

  it("leaves out the text that is around them, and keys", async () => {
    const path = await fileWith(
      `\uFEFF# Example - Root CA\n${own.cert}\nsubject=CN - x\n${own.key}${other.cert}-- end --`,
    );
    assert.equal(await readCaFile(path), `${own.cert.trim()}\n${other.cert.trim()}`);
  });

  it("takes the line ends of Windows", async () => {
    const text = own.cert.replaceAll("\n", "\r\n");
    assert.equal(await readCaFile(await fileWith(text)), text.trim());
  });

  it("reads the file anew each time", async () => {
    const path = await fileWith(own.cert);
    await readCaFile(path);
    await fileWith(other.cert);
    assert.equal(await readCaFile(path), other.cert.trim());
  });

  it("says that there is no file", async () => {
    await refuses(join(folder, "ca.pem"), "missing");
    await refuses(join(folder, "none", "ca.pem"), "missing");
  });

  it("says that it cannot read a folder", async () => {
    const path = join(folder, "ca.pem");
    await mkdir(path);
    await refuses(path, "unreadable");
  });

  for (const [title, text] of [
    ["is empty", () => ""],
    ["is no PEM", () => "Example Root CA"],
    ["has a key alone", () => own.key],
    ["has no certificate between the lines", () => "-----BEGIN CERTIFICATE-----\n-----END CERTIFICATE-----\n"],
    ["has a broken certificate", () => own.cert.replace(/\n.{40}/, "\nAAAA")],
    ["has a certificate that breaks off", () => own.cert.slice(0, -60)],
    ["has a broken certificate after a good one", () => own.cert + other.cert.replace(/\n.{40}/, "\nAAAA")],
    ["has a certificate that breaks off after a good one", () => own.cert + other.cert.slice(0, -60)],
    ["has a certificate signing request", () => own.cert.replaceAll("CERTIFICATE", "CERTIFICATE REQUEST")],
    ["has a certificate in DER", () => Buffer.from(own.cert.replaceAll(/-----.*-----|\s/g, ""), "base64")],
  ] as const) {
    it(`says that there is no certificate in a file that ${title}`, async () => {
      await refuses(await fileWith(text()), "noCertificate");
    });
  }

  describe("with ~ for the home folder", () => {
    const variable = process.platform === "win32" ? "USERPROFILE" : "HOME";
    let home: string | undefined;

    beforeEach(() => {
      home = process.env[variable];
      process.env[variable] = folder;
    });

    afterEach(() => {
      if (home === undefined) Reflect.deleteProperty(process.env, variable);
      else process.env[variable] = home;
    });

    it("finds the file there", async () => {
      await fileWith(own.cert);
      assert.equal(await readCaFile("~/ca.pem"), own.cert.trim());
    });

    it("names the file as it was given when it is not there", async () => {
      await refuses("~/ca.pem", "missing");
    });

    it("takes it for the home folder at the beginning alone", async () => {
      await fileWith(own.cert);
      await refuses(`${folder}/~/ca.pem`, "missing");
    });
  });
});
