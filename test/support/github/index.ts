export { GitHubStandIn } from "./client.ts";
export type { NewRepository, Push, Role } from "./acts.ts";
export type { Announcement, StandInOptions } from "./options.ts";
export type {
  BudgetReport,
  CheckReport,
  CommentReport,
  DeliveryReport,
  IssueReport,
  PullReport,
  RepositoryReport,
  RequestReport,
} from "./reports.ts";
export type { Fault, Misbehaviour } from "./trouble.ts";
