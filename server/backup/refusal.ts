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

export const severalDistricts = (n: number): BackupRefused =>
  new BackupRefused(
    `这份备份里有 ${n} 个城区，只能导入恰好一个城区的备份：请用那个城区自己的 DATABASE_URL 备份。 / The backup holds ${n} districts; one of exactly one is needed: make it with that district's own DATABASE_URL.`,
  );

export const notThisVersion = (theirs: number, there: number): BackupRefused =>
  new BackupRefused(
    `备份来自数据库版本 ${theirs}，目标数据库是版本 ${there}：请先恢复到一个空数据库（自动升级），再备份一次，或先升级目标。 / The backup is of database version ${theirs}, the database is at ${there}: restore it into an empty one first, which brings it up to date, and back that up; or bring the database up to date.`,
  );

export const cityBackup = (): BackupRefused =>
  new BackupRefused(
    "市级用户看得见多个城区，不能单独备份：请逐个备份各城区，或用数据库所有者的 DATABASE_URL 备份整个数据库。 / A city reads several districts and is not backed up alone: back up each district, or the whole database with its owner's DATABASE_URL.",
  );

export const codeTaken = (code: string): BackupRefused =>
  new BackupRefused(`已有城区 ${code}：用 --code 另取一个代码。 / There is a district ${code} already: name another code with --code.`);

export const tooMany = (n: number): BackupRefused =>
  new BackupRefused(
    `备份里有 ${n} 个城区，内置数据库只容一个：请用 DATABASE_URL 恢复到 PostgreSQL。 / The backup holds ${n} districts and the embedded database one: restore it into a PostgreSQL, named with DATABASE_URL.`,
  );
