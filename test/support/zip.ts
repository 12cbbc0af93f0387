import { inflateRawSync } from "node:zlib";

/** The files of a ZIP archive by their names, in its order. */
export function filesInZip(archive: Buffer): Map<string, Buffer> {
  const files = new Map<string, Buffer>();
  // The directory is at the end.
  const end = archive.lastIndexOf("PK\x05\x06");
  const count = archive.readUInt16LE(end + 10);
  for (let offset = archive.readUInt32LE(end + 16); files.size < count;) {
    const [nameLength, extraLength, commentLength] = [28, 30, 32].map((field) =>
      archive.readUInt16LE(offset + field),
    ) as [number, number, number];
    const name = archive.toString("utf8", offset + 46, offset + 46 + nameLength);
    const local = archive.readUInt32LE(offset + 42);
    const begin = local + 30 + archive.readUInt16LE(local + 26) + archive.readUInt16LE(local + 28);
    const packed = archive.subarray(begin, begin + archive.readUInt32LE(offset + 20));
    files.set(name, archive.readUInt16LE(offset + 10) === 0 ? packed : inflateRawSync(packed));
    offset += 46 + nameLength + extraLength + commentLength;
  }
  return files;
}
