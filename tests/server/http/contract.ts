/** Answers held to the schemas they are documented with: all that is promised is there, and nothing that is not. */
import { Ajv, type ValidateFunction } from "ajv";
import type { TSchema } from "typebox";
import { expect } from "vitest";

const ajv = new Ajv({ strict: false, allErrors: true });
ajv.addFormat("date-time", /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?(Z|[+-]\d\d:\d\d)$/);
ajv.addFormat("date", /^\d{4}-\d\d-\d\d$/);
const validators = new Map<TSchema, ValidateFunction>();

/** Objects of the schema take no further members, at any depth. */
function closed(schema: unknown): unknown {
  if (Array.isArray(schema)) return schema.map(closed);
  if (typeof schema !== "object" || schema === null) return schema;
  const copy = Object.fromEntries(Object.entries(schema).map(([key, value]) => [key, closed(value)]));
  return "properties" in copy && copy.type === "object" ? { ...copy, additionalProperties: false } : copy;
}

export function expectContract(schema: TSchema, body: unknown): void {
  const validate = validators.get(schema) ?? ajv.compile(closed(schema) as object);
  validators.set(schema, validate);
  validate(body);
  expect(validate.errors ?? []).toEqual([]);
}
