/** Words of the planner's page: publishing with proof, and comparing. Flat keys; {name} stands for a value. */
import type { Word } from "../../../server/contract/vocabulary.ts";

const w = (zh: string, en: string): Word => ({ zh, en });

export const plannerPublishWords = {
  "planner.publishTitle": w("发布：{name}", "Publish: {name}"),
  "planner.proving": w("正在核验", "Proving"),
  "planner.proof": w("核验", "Proof"),
  "planner.proofGood": w("通过", "good"),
  "planner.proofSigned": w("需说明", "to be looked at"),
  "planner.proofBad": w("不通过", "not good"),
  "planner.uncovered": w("几何空隙 {area}", "{area} between borders"),
  "planner.overlap": w("重叠 {area}", "{area} covered twice"),
  "planner.faults": w("{n} 处几何错误", "{n} faults of geometry"),
  "planner.proofNobodys": w("未划入 {n} 块，{area}", "{n} pieces are nobody's, {area}"),
  "planner.multipart": w("不连片的责任区 {n} 个", "{n} zones do not hang together"),
  "planner.emptyZones": w("没有地块的责任区 {n} 个", "{n} zones have no ground"),
  "planner.personless": w("没有责任人的责任区 {n} 个", "{n} zones without a person"),
  "planner.withoutPerson": w("没有责任人的点位 {n} 个", "{n} sites without a person"),
  "planner.signOffs": w("需要说明理由", "Reasons are needed"),
  "planner.reason": w("为什么可以这样发布", "why it may be published so"),
  "planner.whatChanges": w("将会改变", "What changes"),
  "planner.comparing": w("正在对比", "Comparing"),
  "planner.noChanges": w("与现行责任区相同，没有任何改变。", "Nothing is another: it is what is in force."),
  "planner.noneMoved": w("没有换人的", "none changes hands"),
  "planner.changesSum": w(
    "{zones} 个责任区、{sites} 个点位、{problems} 个未销号问题有变",
    "{zones} zones, {sites} sites and {problems} open problems change",
  ),
  "planner.change": w("变化", "Change"),
  "planner.wasNamed": w("原名 {name}", "was {name}"),
  "planner.what": w("对象", "What"),
  "planner.fromWhom": w("原", "From"),
  "planner.toWhom": w("改为", "To"),
  "planner.approver": w("批准人", "Approved by"),
  "planner.note": w("说明", "Note"),
  "planner.sure": w("确认自 {day} 起施行；发布后不能修改", "It is to be in force from {day}; once published nothing in it changes"),
  "planner.brokenMore": w("有空隙或重叠，不能发布。", "Ground that is uncovered or covered twice cannot be published."),
  "planner.reasonsMissing": w("还有 {n} 项没有写理由", "{n} reasons are missing"),
  "planner.publishing": w("正在发布", "Publishing"),
  "planner.published": w("「{name}」已发布，自 {day} 起施行", "“{name}” is published, in force from {day}"),
  // comparing
  "planner.compareLeft": w("左", "Left"),
  "planner.compareRight": w("右", "Right"),
  "planner.divider": w("分隔线：拖动，或用左右键", "Divider: drag it, or use the arrow keys"),
  "planner.zonesInForce": w("现行责任区", "Zones in force"),
} as const satisfies Record<string, Word>;
