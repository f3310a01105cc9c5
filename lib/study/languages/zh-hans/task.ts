import type { TaskWords } from "../task-words.ts";

export const task: TaskWords = {
  howToAnswer: {
    scale: "请用 {first}（{low}）到 {last}（{high}）作答：点按数字，或按数字键。作答后不能返回上一张图片。",
    choice: "请点按您的回答，或按对应的数字键。作答后不能返回上一张图片。",
    class: "请点按您的回答，或按对应的数字键。作答后不能返回上一张图片。",
    ranking:
      "请先点按您排在第一的图片，再点按第二，以此类推，也可以按对应的字母键；再点按一次即可取消。然后按“完成”或回车键。之后不能返回。",
    "best-worst":
      "请先点按最好的，再点按最差的，也可以按对应的字母键；再点按一次即可取消。然后按“完成”或回车键。之后不能返回。",
    point:
      "请点按该位置，或用方向键移动标记（同时按住上档键可加大步长）。您可以多次移动，然后按“完成”或回车键。作答后不能返回上一张图片。",
    strokes:
      "请用手指、触控笔或鼠标涂抹。使用键盘时，方向键移动画笔（同时按住上档键可加大步长），空格键开始和停止涂抹。然后按“完成”或回车键。作答后不能返回上一张图片。",
  },
  scaleEnd: "{value}，{end}",
  panel: "图片 {panel}",
  panelAlt: "图片 {panel}：计算机看到的图片，带有高亮区域",
  panelFor: "{panel}：{answer}",
  panelRanked: "图片 {panel}，第 {rank} 名",
  panelBest: "图片 {panel}，最好",
  panelWorst: "图片 {panel}，最差",
  best: "最好",
  worst: "最差",
  chooseRank: "第 {rank} 名是哪一张？",
  chooseBest: "哪一张最好？",
  chooseWorst: "哪一张最差？",
  choosePlace: "请点按该位置，或使用方向键。",
  paint: "请在图片上涂抹。",
  confirm: "如果没有问题，请按“完成”。",
  pointHere: "在此图片上指出位置。方向键移动标记，回车键作答。",
  pointAt: "标记距左边 {x}%，距上边 {y}%。",
  paintHere: "在此图片上涂抹。方向键移动画笔，空格键开始和停止涂抹。",
  painting: "正在涂抹，按空格键停止。",
  painted: "笔画数：{count}。涂好后按“完成”。",
  paintedEnough: "不能再涂了。请撤销，或按“完成”。",
  brush: "画笔",
  brushSizes: ["小画笔", "中画笔", "大画笔"],
  undo: "撤销",
  clear: "清除",
  done: "完成",
};
