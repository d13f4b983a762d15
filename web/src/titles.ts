// What a metric is called on the page.
import type { Metric, RunResult, Words } from './types';

const kLanguages = ['en', 'zh-Hant', 'zh-Hans'] as const;

/** A result whose means of ratings are called by the titles of their dimensions, as the rest of the page calls them. */
export function with_titles(result: RunResult): RunResult {
  const dimensions = (result.ratings?.dimensions ?? {}) as Record<string, { title?: Words }>;
  const metrics: Record<string, Metric> = { ...result.metrics };
  for (const [name, { title }] of Object.entries(dimensions)) {
    const metric = metrics[`human[dim=${name}]`];
    if (name === '' || !title || !metric?.title) continue;
    const called = { ...metric.title };
    for (const language of kLanguages) {
      if (called[language]?.endsWith(name)) called[language] = called[language].slice(0, -name.length) + title[language];
    }
    metrics[`human[dim=${name}]`] = { ...metric, title: called };
  }
  return { ...result, metrics };
}
