/** Lists in pages, with the `Link` header that Octokit's paginate follows. */

import type { Call, Reply } from "./route.ts";

/** More are never given at once. */
const largest = 100;
const usual = 30;

export interface Paging {
  readonly per_page?: string;
  readonly page?: string;
}

/** @param wrap puts the page into an answer, such as `{total_count, repositories}`. */
export function inPages<T>(
  call: Pick<Call<string, Paging>, "query" | "address">,
  items: readonly T[],
  wrap: (page: readonly T[]) => unknown = (page) => page,
): Reply {
  const size = Math.max(1, Math.min(Number(call.query.per_page ?? usual), largest));
  const page = Math.max(1, Number(call.query.page ?? 1));
  const last = Math.max(1, Math.ceil(items.length / size));
  const link = (to: number, rel: string) => {
    const query = new URLSearchParams({ ...call.query, per_page: String(size), page: String(to) });
    return `<${call.address}?${query.toString()}>; rel="${rel}"`;
  };
  const links = [
    ...(page > 1 ? [link(page - 1, "prev"), link(1, "first")] : []),
    ...(page < last ? [link(page + 1, "next"), link(last, "last")] : []),
  ];
  return {
    status: 200,
    body: wrap(items.slice((page - 1) * size, page * size)),
    headers: links.length === 0 ? {} : { link: links.join(", ") },
  };
}
