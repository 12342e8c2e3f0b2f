export type Studio = {
  portrait(
    request: {
      prompt: string;
      seed: number;
      width: number;
      height: number;
      format: "png" | "jpg" | "webp";
      references: string[];
    },
    outPath: string,
  ): Promise<void>;
  clip(
    request: {
      prompt: string;
      seed: number;
      lengthS: number;
      width: number;
      height: number;
      fps: number;
      hasAudio: boolean;
      references: string[];
      onProgress: (fraction: number) => void;
      signal: AbortSignal;
    },
    outPath: string,
  ): Promise<void>;
  music(
    request: { prompt: string; seed: number; lengthS: number; format: "wav" | "mp3" },
    outPath: string,
  ): Promise<void>;
  scenes(request: { prompt: string; systemPrompt: string | null; seed: number }): string;
};
