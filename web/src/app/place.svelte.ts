// Where the reader is: the part of the address behind #. "#/runs/ID?filter" and so on.
export const kPages = ['runs', 'compare', 'trend', 'import', 'people', 'settings'] as const;
export type Page = (typeof kPages)[number];

export const place = $state<{ page: Page; of: string; query: string }>({ page: 'runs', of: '', query: '' });

export function read_place(): void {
  const [path = '', query = ''] = location.hash.replace(/^#\/?/, '').split('?');
  const [page = '', of = ''] = path.split('/');
  place.page = (kPages as readonly string[]).includes(page) ? (page as Page) : 'runs';
  place.of = /^[0-9a-z,]*$/.test(of) ? of : '';
  place.query = query;
}

export const href = (page: Page, of = '') => `#/${page}${of ? `/${of}` : ''}`;

export function go(page: Page, of = ''): void {
  location.hash = href(page, of);
}
