// The document that stands in the page, packed: base64 of gzip of JSON.
import type { Embedded } from './types';

export async function embedded(): Promise<Embedded | null> {
  const element = document.getElementById('shijin-data');
  const packed = element?.textContent?.trim();
  if (!packed) return null;
  const bytes = Uint8Array.from(atob(packed), (c) => c.charCodeAt(0));
  const stream = new Blob([bytes]).stream().pipeThrough(new DecompressionStream('gzip'));
  const document_ = JSON.parse(await new Response(stream).text()) as Embedded;
  element?.remove();
  return document_;
}
