/** Photos in a bucket of an S3-compatible store, addressed by path: https://endpoint/bucket/key. */
import { createHash } from "node:crypto";
import { setTimeout as wait } from "node:timers/promises";
import { AwsClient } from "aws4fetch";
import { type PhotoPlace, type PhotoStore, StoreUnavailable } from "./store.ts";

type Bucket = Extract<PhotoPlace, { bucket: string }>;

export interface S3Options {
  /** How long one try may take, and how long the first wait after a failure is; each later one is twice as long. */
  readonly timeout_ms?: number;
  readonly wait_ms?: number;
}
interface Asked {
  readonly method: "GET" | "PUT" | "DELETE";
  readonly body?: Buffer;
  readonly media?: string;
}
interface Answered {
  readonly status: number;
  readonly bytes: Buffer;
}

const tries = 3;
const sha256 = (bytes: Buffer | string): string => createHash("sha256").update(bytes).digest("hex");
/** What may be otherwise a moment later. */
const passing = (status: number): boolean => status >= 500 || status === 429;

class S3Store implements PhotoStore {
  readonly #bucket: string;
  readonly #client: AwsClient;
  readonly #timeout_ms: number;
  readonly #wait_ms: number;
  constructor({ bucket, region, key, secret }: Bucket, { timeout_ms = 20_000, wait_ms = 200 }: S3Options) {
    this.#bucket = bucket;
    this.#client = new AwsClient({ accessKeyId: key, secretAccessKey: secret, service: "s3", region });
    this.#timeout_ms = timeout_ms;
    this.#wait_ms = wait_ms;
  }

  /** One request, signed for now. A redirect is not followed: the signature is for this address alone. */
  async #once(key: string, { method, body, media }: Asked): Promise<Answered> {
    const headers = { "x-amz-content-sha256": sha256(body ?? ""), ...(media && { "content-type": media }) };
    const request = await this.#client.sign(`${this.#bucket}/${key}`, {
      method,
      headers,
      redirect: "manual",
      signal: AbortSignal.timeout(this.#timeout_ms),
      ...(body && { body: new Uint8Array(body) }),
    });
    const answer = await fetch(request);
    return { status: answer.status, bytes: Buffer.from(await answer.arrayBuffer()) };
  }

  /** @throws StoreUnavailable when no try was answered with one of the statuses */
  async #ask(key: string, asked: Asked, taken: readonly number[]): Promise<Answered> {
    for (let n = 1; ; n++) {
      const answered = await this.#once(key, asked).catch((error: unknown) => error as Error);
      if (!(answered instanceof Error) && taken.includes(answered.status)) return answered;
      const again = answered instanceof Error || passing(answered.status);
      const why = answered instanceof Error ? answered.message : `${answered.status} ${answered.bytes.toString("utf8", 0, 300)}`;
      if (!again || n === tries) throw new StoreUnavailable(`The photos' bucket, ${asked.method} ${key}: ${why}`);
      await wait(this.#wait_ms * 2 ** (n - 1));
    }
  }

  async put(key: string, bytes: Buffer, media: string): Promise<void> {
    await this.#ask(key, { method: "PUT", body: bytes, media }, [200, 201, 204]);
  }
  async get(key: string): Promise<Buffer | null> {
    const { status, bytes } = await this.#ask(key, { method: "GET" }, [200, 404]);
    return status === 404 ? null : bytes;
  }
  async remove(key: string): Promise<void> {
    await this.#ask(key, { method: "DELETE" }, [200, 204, 404]);
  }
}

export const s3Store = (bucket: Bucket, options: S3Options = {}): PhotoStore => new S3Store(bucket, options);
