/** Why a backup is not made or not restored, in sentences for whoever asked: Chinese, then English. */

export class BackupRefused extends Error {
  override readonly name: string = "BackupRefused";
}

/** The file is not what was written: cut, changed, or no backup at all. */
export class BackupDamaged extends BackupRefused {
  override readonly name = "BackupDamaged";
  constructor(where: string) {
    super(
      `备份文件已损坏或不完整（${where}），没有恢复任何内容。 / The backup file is damaged or incomplete (${where}); nothing was restored.`,
    );
  }
}

export const notEmpty = (): BackupRefused =>
  new BackupRefused(
    "目标数据库里已有数据，没有恢复任何内容。请换一个空数据库或空文件夹。 / The database to restore into holds data; nothing was restored. Choose an empty database or another data folder.",
  );

export const alreadyThere = (file: string): BackupRefused =>
  new BackupRefused(`${file} 已存在，不会覆盖。请换一个文件名。 / ${file} is there already and is not overwritten. Choose another name.`);

export const tooNew = (theirs: number, ours: number): BackupRefused =>
  new BackupRefused(
    `备份来自较新的程序（数据库版本 ${theirs}，本程序只认识到 ${ours}）。请用较新的程序恢复。 / The backup was made by a newer program (database version ${theirs}, this one knows ${ours}). Restore it with the newer program.`,
  );

export const otherVersion = (there: number, theirs: number): BackupRefused =>
  new BackupRefused(
    `目标数据库已建到版本 ${there}，备份是版本 ${theirs}。请换一个没有表的数据库：恢复后会自动升级。 / The database to restore into was made at version ${there}, the backup at ${theirs}. Choose one without tables: it is brought up to date after the restore.`,
  );

export const notOurSchema = (what: string): BackupRefused =>
  new BackupRefused(
    `备份的表与本程序同一版本的表不一致（${what}），没有恢复任何内容。 / The backup's tables are not those of this program at the same version (${what}); nothing was restored.`,
  );
