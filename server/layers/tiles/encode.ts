/** A Mapbox Vector Tile (2.1) of one layer of points. Written byte by byte: a tile may hold hundreds of thousands. */
import { PbfWriter } from "pbf";
import { tileExtent, tileLayer } from "../../contract/tiles.ts";

/** Numbers of the fields in vector_tile.proto. */
const layers = 3;
const layer = { name: 1, features: 2, keys: 3, values: 4, extent: 5, version: 15 } as const;
const text = 1;
const whole = 5;
/** The first bytes of a feature's members, and of its geometry: a point, one of them. */
const member = { id: 0x08, tags: 0x12, type: 0x18, geometry: 0x22 } as const;
const point = 1;
const moveTo = 9;

const varintBytes = (value: number): number => {
  let bytes = 1;
  for (let left = value; left >= 128; left /= 128) bytes++;
  return bytes;
};

type Value = string | number;

export class TileWriter {
  readonly #layer = new PbfWriter();
  readonly #keys = new Map<string, number>();
  readonly #values = new Map<Value, number>();

  constructor() {
    this.#layer.writeStringField(layer.name, tileLayer);
    this.#layer.writeVarintField(layer.extent, tileExtent);
    this.#layer.writeVarintField(layer.version, 2);
  }

  /** A property's two numbers, for `add`: of a key and of a value that many features may share. */
  tag(key: string, value: Value): readonly [number, number] {
    return [numberIn(this.#keys, key), numberIn(this.#values, value)];
  }

  /** @param x and y units of the tile @param id 0 = it has none @param tags of its properties, one after the other */
  add(x: number, y: number, id: number, tags: readonly number[]): void {
    const to = this.#layer;
    const tagBytes = tags.reduce((sum, tag) => sum + varintBytes(tag), 0);
    const placeBytes = 1 + varintBytes(2 * x) + varintBytes(2 * y);
    to.writeVarint((layer.features << 3) | 2);
    to.writeVarint((id === 0 ? 0 : 1 + varintBytes(id)) + 1 + varintBytes(tagBytes) + tagBytes + 4 + placeBytes);
    if (id !== 0) {
      to.writeVarint(member.id);
      to.writeVarint(id);
    }
    to.writeVarint(member.tags);
    to.writeVarint(tagBytes);
    for (const tag of tags) to.writeVarint(tag);
    to.writeVarint(member.type);
    to.writeVarint(point);
    to.writeVarint(member.geometry);
    to.writeVarint(placeBytes);
    to.writeVarint(moveTo);
    to.writeVarint(2 * x);
    to.writeVarint(2 * y);
  }

  bytes(): Buffer {
    const to = this.#layer;
    for (const key of this.#keys.keys()) to.writeStringField(layer.keys, key);
    for (const value of this.#values.keys()) to.writeMessage(layer.values, writeValue, value);
    const tile = new PbfWriter();
    tile.writeBytesField(layers, to.finish());
    const { buffer, byteOffset, byteLength } = tile.finish();
    return Buffer.from(buffer, byteOffset, byteLength);
  }
}

function numberIn<T>(list: Map<T, number>, one: T): number {
  const known = list.get(one);
  if (known !== undefined) return known;
  list.set(one, list.size);
  return list.size - 1;
}

const writeValue = (value: Value, to: PbfWriter): void =>
  typeof value === "number" ? to.writeVarintField(whole, value) : to.writeStringField(text, value);
