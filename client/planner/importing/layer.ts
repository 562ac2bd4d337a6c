/** What files hold: layers of areas with attributes, and what each layer is taken for. */

export interface Feature {
  readonly type: "Feature";
  readonly properties: Readonly<Record<string, unknown>>;
  readonly geometry: { readonly type: string; readonly coordinates: unknown } | null;
}
export interface Layer {
  readonly name: string;
  readonly features: readonly Feature[];
  /** Attributes, in the order of the file. */
  readonly columns: readonly string[];
  /** Of attributes that were bytes: how they were read. */
  readonly encoding: Encoding | null;
}
export type Encoding = "utf-8" | "gbk";

/** Which attribute holds what; "" = none. */
export interface Fields {
  readonly code: string;
  readonly name: string;
  readonly parent: string;
  readonly person: string;
}
/** A layer of one level and what its attributes are. */
export interface Chosen {
  readonly layer: Layer;
  /** Null: it is left out. */
  readonly level: 1 | 2 | 3 | null;
  readonly fields: Fields;
}

export const textAt = ({ properties }: Feature, column: string): string => {
  const value = Object.hasOwn(properties, column) ? properties[column] : null;
  return typeof value === "string" || typeof value === "number" ? `${value}`.trim() : "";
};
