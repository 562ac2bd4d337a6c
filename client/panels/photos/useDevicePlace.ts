/** Where this device is, for photos that are taken now: asked for only when wanted, and each time anew. */
import { useState } from "react";
import type { PhotoAbout } from "../../photo/upload.ts";

type Place = PhotoAbout["place"];
export interface DevicePlace {
  /** False where the browser knows no position: on pages that are not served securely. */
  readonly there: boolean;
  readonly wanted: boolean;
  readonly state: "idle" | "asking" | "found" | "denied" | "failed";
  readonly accuracy_m: number | null;
  want(on: boolean): void;
  /** The place now; null when it is not wanted, or cannot be had. */
  now(): Promise<Place>;
}

const patience_ms = 15_000;
/** A position so old still says where one stands. */
const fresh_ms = 30_000;

const located = () =>
  new Promise<GeolocationPosition>((resolve, reject) =>
    navigator.geolocation.getCurrentPosition(resolve, reject, { enableHighAccuracy: true, timeout: patience_ms, maximumAge: fresh_ms }),
  );

export function useDevicePlace(): DevicePlace {
  const [wanted, setWanted] = useState(false);
  const [answer, setAnswer] = useState<{ state: DevicePlace["state"]; accuracy_m: number | null }>({ state: "idle", accuracy_m: null });
  const there = typeof navigator !== "undefined" && "geolocation" in navigator && globalThis.isSecureContext === true;
  async function look(): Promise<Place> {
    setAnswer({ state: "asking", accuracy_m: null });
    try {
      const { longitude, latitude, accuracy } = (await located()).coords;
      setAnswer({ state: "found", accuracy_m: accuracy });
      return { lon: longitude, lat: latitude, accuracy_m: accuracy };
    } catch (error) {
      // No position is no reason to lose the photo: it goes without, and the form says so.
      const { code, PERMISSION_DENIED } = error as GeolocationPositionError;
      setAnswer({ state: code === PERMISSION_DENIED ? "denied" : "failed", accuracy_m: null });
      return null;
    }
  }
  const want = (on: boolean) => {
    setWanted(on);
    if (on) void look();
    else setAnswer({ state: "idle", accuracy_m: null });
  };
  return { there, wanted, ...answer, want, now: () => (wanted ? look() : Promise.resolve(null)) };
}
