/** What the schemas are made of: words of a list, what may be null, times, days, ids. */
import { Type } from "typebox";

/** A word of a closed list. */
export const words = <K extends string>(list: Record<K, unknown>) => Type.Enum(Object.keys(list) as [K, ...K[]]);
export const nullable = <T extends Parameters<typeof Type.Union>[0][number]>(schema: T) => Type.Union([schema, Type.Null()]);
export const integers = Type.Array(Type.Integer());
export const texts = Type.Array(Type.String());
export const time = Type.String({ format: "date-time", description: "RFC 3339 with offset" });
export const day = Type.String({ format: "date", description: "yyyy-MM-dd, a day of the district's calendar" });
export const id = Type.Integer();
