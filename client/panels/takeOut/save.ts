/** Files to the browser's downloads. */

export function saveAddress(address: string, name: string): void {
  const link = document.createElement("a");
  link.href = address;
  link.download = name;
  link.click();
}

export function saveBlob(blob: Blob, name: string): void {
  const address = URL.createObjectURL(blob);
  saveAddress(address, name);
  // A large one is still being read a while after.
  setTimeout(() => URL.revokeObjectURL(address), 60_000);
}
