/** Words of the coordinate doctor and of addresses found. Flat keys; {name} stands for a value. */
import type { Word } from "../../../server/contract/vocabulary.ts";

const w = (zh: string, en: string): Word => ({ zh, en });

export const doctorWords = {
  "doctor.title": w("坐标医生", "Coordinate doctor"),
  "doctor.field": w("坐标或地点", "Coordinates or a place"),
  "doctor.hint": w(
    "粘贴任意写法：119.0212, 33.6011 · 119°01′16″E 33°36′04″N · 39501967.3 3719345.6 · 云门路与崇文路交叉口",
    "Paste any notation: 119.0212, 33.6011 · 119°01′16″E 33°36′04″N · 39501967.3 3719345.6 · a crossing of two roads",
  ),
  "doctor.none": w(
    "读不出坐标，也没有找到这个地点。坐标可写成度、度分秒或高斯平面的米；地点可写名称、路口，或“某处东200米”。",
    "These are no coordinates, and no such place was found. Coordinates may be degrees, degrees with minutes, or metres of a Gauss zone; a place may be a name, a crossing, or “200 m east of …”.",
  ),
  "doctor.read": w("读作 {x}, {y}（{unit}）", "Read as {x}, {y} ({unit})"),
  "doctor.degrees": w("度", "degrees"),
  "doctor.metres": w("米", "metres"),
  "doctor.swapped": w("看来纬度在前，已对调", "The latitude seems to come first: they were swapped"),
  "doctor.system": w("这些数字是哪个坐标系的？", "Of which system are these numbers?"),
  "doctor.ask": w(
    "数字本身说不出坐标系，请按来源选择：手机定位和天地图是 WGS84/CGCS2000，高德、腾讯是 GCJ-02，百度是 BD-09。",
    "Numbers do not say their system; choose by where they come from: a phone's own position and Tianditu are WGS84/CGCS2000, Amap and Tencent GCJ-02, Baidu BD-09.",
  ),
  "doctor.shift": w("相差 {n} 米", "{n} m apart"),
  "doctor.chosen": w("当前选择", "chosen"),
  "doctor.away": w("距区中心 {n} 公里", "{n} km from the district's middle"),
  "doctor.none.near": w(
    "没有一个 CGCS2000 分带使它落在本区附近：请检查是否缺位，或东、北坐标写反。",
    "No CGCS2000 zone brings it near the district: look for a missing digit, or east and north the wrong way round.",
  ),
  "doctor.written": w("在各坐标系中", "In every system"),
  "doctor.crs": w("坐标系", "System"),
  "doctor.x": w("经度 / 东坐标", "Longitude / east"),
  "doctor.y": w("纬度 / 北坐标", "Latitude / north"),
  "doctor.dms": w("度分秒（WGS84）", "Degrees, minutes, seconds (WGS84)"),
  "doctor.copy": w("复制", "Copy"),
  "doctor.copyOf": w("复制 {name} 坐标", "Copy the coordinates in {name}"),
  "doctor.copied": w("已复制", "Copied"),
  "doctor.copyFailed": w("浏览器不许复制：文字已选中，请按 Ctrl+C", "The browser refuses: the text is selected, press Ctrl+C"),
  "doctor.onMap": w("在地图上看", "Show on the map"),
  "doctor.places": w("找到的地点", "Places found"),
  "doctor.accuracy": w("误差约 {n} 米", "within about {n} m"),
  "doctor.failed": w("未能查询：{reason}", "Could not be asked: {reason}"),
} as const satisfies Record<string, Word>;
