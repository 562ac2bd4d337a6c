/** Routes of the planner's table: the handbook and zone plans. Part of the one list in routes.ts. */
import type { Route } from "../ask/route.ts";
import { handbookContent } from "../handbook/content.ts";
import { handbookEditionMake } from "../handbook/editionMake.ts";
import { handbookEditions } from "../handbook/editions.ts";
import { handbookGaps } from "../handbook/gaps.ts";
import { handbookHolders } from "../handbook/holders.ts";
import { handbookHoldersChange } from "../handbook/holdersChange.ts";
import { handbookPages } from "../handbook/pages.ts";
import { handbookPeople } from "../handbook/people.ts";
import { handbookRules } from "../handbook/rules.ts";
import { handbookRulesChange } from "../handbook/rulesChange.ts";
import { planApprovers } from "../zones/approvers.ts";
import { planDifference } from "../zones/difference.ts";
import { planGeojson } from "../zones/exportedGeojson.ts";
import { planShapefile } from "../zones/exportedShapefile.ts";
import { importPlan } from "../zones/importPlan.ts";
import { plan } from "../zones/plan.ts";
import { planAdd } from "../zones/planAdd.ts";
import { planChange } from "../zones/planChange.ts";
import { planHandBack } from "../zones/planHandBack.ts";
import { planInForce } from "../zones/planInForce.ts";
import { planRemove } from "../zones/planRemove.ts";
import { planReview } from "../zones/planReview.ts";
import { planStep } from "../zones/planStep.ts";
import { planSteps } from "../zones/planSteps.ts";
import { plans } from "../zones/plans.ts";
import { planProof } from "../zones/proof.ts";
import { planPublish } from "../zones/publish.ts";
import { planWithdraw } from "../zones/withdraw.ts";

export const plannerRoutes: readonly Route[] = [
  handbookRules,
  handbookRulesChange,
  handbookHolders,
  handbookHoldersChange,
  handbookPeople,
  handbookGaps,
  handbookPages,
  handbookContent,
  handbookEditions,
  handbookEditionMake,
  plans,
  planAdd,
  planApprovers,
  planInForce,
  importPlan,
  plan,
  planSteps,
  planStep,
  planChange,
  planRemove,
  planReview,
  planHandBack,
  planProof,
  planPublish,
  planWithdraw,
  planDifference,
  planGeojson,
  planShapefile,
];
