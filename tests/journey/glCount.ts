/** Counts what a page holds on the graphics card: every object that WebGL made and did not give back. */
import type { Page } from "playwright-core";

/** Objects of each kind that are alive, over all contexts of the page. */
export type GlObjects = Readonly<Record<string, number>>;

const count = (): void => {
  const kinds = ["Buffer", "Texture", "Framebuffer", "Renderbuffer", "VertexArray", "Program", "Shader", "Sampler"];
  const alive = Object.fromEntries(kinds.map((kind) => [kind, new Map<object, WeakRef<WebGL2RenderingContext>>()]));
  const made: Record<string, number> = {};
  const proto = WebGL2RenderingContext.prototype as unknown as Record<string, (...args: unknown[]) => unknown>;
  for (const kind of kinds) {
    const [create, remove] = [proto[`create${kind}`], proto[`delete${kind}`]];
    if (!create || !remove) continue;
    proto[`create${kind}`] = function made_(this: WebGL2RenderingContext, ...args: unknown[]) {
      const object = create.apply(this, args) as object | null;
      if (object) alive[kind]?.set(object, new WeakRef(this));
      made[kind] = (made[kind] ?? 0) + 1;
      return object;
    };
    proto[`delete${kind}`] = function gone_(this: WebGL2RenderingContext, object: unknown) {
      if (object) alive[kind]?.delete(object as object);
      return remove.call(this, object);
    };
  }
  // What a lost context held is gone with it.
  const held = (kind: string) => [...(alive[kind]?.values() ?? [])].filter((context) => context.deref()?.isContextLost() === false).length;
  Object.assign(window, { glObjects: () => Object.fromEntries(kinds.map((kind) => [kind, held(kind)])), glMade: () => ({ ...made }) });
};

/** Before the page is opened. */
export async function countGl(page: Page): Promise<void> {
  // tsx marks functions with a helper that a page does not have.
  await page.addInitScript("globalThis.__name = (it) => it");
  await page.addInitScript(count);
}

export const glObjects = (page: Page): Promise<GlObjects> =>
  page.evaluate(() => (window as unknown as { glObjects(): Record<string, number> }).glObjects());
