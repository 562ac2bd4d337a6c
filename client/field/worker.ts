/** Puts the worker in place that lets the page start without a network. */

/** A newer worker takes over at a start only, when no other page of this one is open: never while something is being written. */
export async function installWorker(): Promise<void> {
  // While developing, what is served changes under the page; and only pages that are served securely have workers.
  if (!import.meta.env.PROD || !("serviceWorker" in navigator)) return;
  try {
    const registration = await navigator.serviceWorker.register("/field-worker.js", { scope: "/field" });
    registration.waiting?.postMessage("take over");
  } catch (error) {
    console.warn("The page will not start without a network:", error);
  }
}
