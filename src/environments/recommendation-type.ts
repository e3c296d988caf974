/** What "best" means to the owner of a runtime environment. */

export const recommendationTypes = ["latest", "stable", "testing", "performance", "security"] as const;

/** What counts first when releases are chosen. */
export type RecommendationType = (typeof recommendationTypes)[number];

/** What holds where nobody says anything. */
export const defaultRecommendationType: RecommendationType = "stable";

/** The type of that name, in whatever case it is written. */
export function tryParseRecommendationType(text: string): RecommendationType | undefined {
  const lower = text.toLowerCase();
  return recommendationTypes.find((type) => type === lower);
}
