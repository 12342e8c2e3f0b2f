/** A song to send in: three seconds of an even tone as WAV, 8 bits, one channel, 8,000 a second. */
const RATE = 8_000;
const SECONDS = 3;

export function song(name: string): { name: string; mimeType: string; buffer: Buffer } {
  const samples = RATE * SECONDS;
  const buffer = Buffer.alloc(44 + samples);
  buffer.write("RIFF", 0, "latin1");
  buffer.writeUInt32LE(36 + samples, 4);
  buffer.write("WAVEfmt ", 8, "latin1");
  buffer.writeUInt32LE(16, 16);
  buffer.writeUInt16LE(1, 20);
  buffer.writeUInt16LE(1, 22);
  buffer.writeUInt32LE(RATE, 24);
  buffer.writeUInt32LE(RATE, 28);
  buffer.writeUInt16LE(1, 32);
  buffer.writeUInt16LE(8, 34);
  buffer.write("data", 36, "latin1");
  buffer.writeUInt32LE(samples, 40);
  for (let at = 0; at < samples; at += 1) {
    buffer[44 + at] = 128 + Math.round(80 * Math.sin((at / RATE) * 2 * Math.PI * 220));
  }
  return { name, mimeType: "audio/wav", buffer };
}
