#include "server/setup/nginx_backup.h"

#include <QCryptographicHash>
#include <QDateTime>
#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>

#include "server/setup/nginx_instance.h"

namespace lk::setup {

namespace {

constexpr std::string_view kListName = "linekeeper-";
constexpr std::string_view kListEnd = ".undo";

QString qt(const std::string& text) { return QString::fromStdString(text); }

std::string hashOf(std::string_view text) {
  const QByteArray bytes(text.data(), static_cast<qsizetype>(text.size()));
  return QCryptographicHash::hash(bytes, QCryptographicHash::Sha256).toHex().toStdString();
}

// A copy with the file's own rights where the system can make one: a configuration may hold secrets.
Result<void> copyFile(System& system, const std::string& from, const std::string& to, const std::string& text,
                      const Patience& patience) {
  if (system.kind() == System::Kind::Linux) {
    const auto ran = system.run({"cp", {"-p", "--", from, to}}, patience);
    if (!ran) return ran.error();
    if (ran->exitCode != 0) return Error{Error::Code::NotPermitted, "no backup could be made: " + ran->err};
  } else if (const auto written = system.writeFile(to, text); !written) {
    return written;
  }
  const auto copied = system.readFile(to);
  if (!copied) return copied.error();
  if (*copied != text)
    return Error{Error::Code::Io, to + " is not what " + from + " was: somebody else changes it now"};
  return {};
}

}  // namespace

std::string stampOf(const Clock& clock) {
  const auto at = QDateTime::fromMSecsSinceEpoch(clock.wallMicros() / 1000, Qt::UTC);
  return at.toString(QStringLiteral("yyyyMMdd-HHmmss-zzz")).toStdString();
}

Result<NginxBackup> keepBackup(System& system, const std::string& mainFile, const std::string& stamp,
                               const std::vector<FileChange>& changes, const Patience& patience) {
  const std::string folder = folderOf(mainFile);
  NginxBackup backup{
      .list = folder + std::string(kListName) + stamp + std::string(kListEnd), .stamp = stamp, .files = {}};
  QJsonArray files;
  Result<void> kept;
  for (const FileChange& change : changes) {
    NginxBackup::File file{.path = change.path, .backup = {}, .hashOfAfter = {}};
    if (change.after) file.hashOfAfter = hashOf(*change.after);
    if (change.before) {
      const std::string name = change.path.substr(folderOf(change.path).size());
      file.backup = folder + name + ".linekeeper-" + stamp + '-' + std::to_string(backup.files.size()) + ".bak";
      kept = copyFile(system, change.path, file.backup, *change.before, patience);
    }
    files.push_back(QJsonObject{{QStringLiteral("path"), qt(file.path)},
                                {QStringLiteral("backup"), qt(file.backup)},
                                {QStringLiteral("after"), qt(file.hashOfAfter)}});
    backup.files.push_back(std::move(file));
    if (!kept) break;
  }
  if (kept) {
    const QJsonObject list{{QStringLiteral("stamp"), qt(stamp)}, {QStringLiteral("files"), files}};
    kept = system.writeFile(backup.list, QJsonDocument(list).toJson().toStdString());
  }
  if (kept) return backup;
  (void)forgetBackup(system, backup);
  return kept.error();
}

Result<std::optional<NginxBackup>> lastBackup(System& system, const std::string& mainFile) {
  const auto lists = system.filesLike(folderOf(mainFile) + std::string(kListName) + "*" + std::string(kListEnd));
  if (!lists && lists.error().code != Error::Code::NotFound) return lists.error();
  if (!lists || lists->empty()) return std::optional<NginxBackup>();
  const std::string& path = lists->back();  // stamps sort as their times
  const auto text = system.readFile(path);
  if (!text) return text.error();
  const auto json = QJsonDocument::fromJson(QByteArray::fromStdString(*text));
  NginxBackup backup{.list = path, .stamp = json[QLatin1StringView("stamp")].toString().toStdString(), .files = {}};
  for (const auto& file : json[QLatin1StringView("files")].toArray()) {
    backup.files.push_back({file[QLatin1StringView("path")].toString().toStdString(),
                            file[QLatin1StringView("backup")].toString().toStdString(),
                            file[QLatin1StringView("after")].toString().toStdString()});
  }
  if (backup.files.empty()) {
    return Error{Error::Code::Io, path + " is no list of backups; remove it, and restore from the .bak files by hand"};
  }
  return std::optional(backup);
}

Result<NginxWayBack> wayBack(System& system, const NginxBackup& backup) {
  NginxWayBack way;
  for (const NginxBackup::File& file : backup.files) {
    FileChange change{.path = file.path, .before = {}, .after = {}};
    if (auto now = system.readFile(file.path)) {
      change.before = *now;
    } else if (now.error().code != Error::Code::NotFound) {
      return now.error();
    }
    if (!file.backup.empty()) {
      auto then = system.readFile(file.backup);
      if (!then) return then.error();
      change.after = *then;
    }
    const std::string hashNow = change.before ? hashOf(*change.before) : std::string();
    if (hashNow != file.hashOfAfter) way.changedSince.push_back(file.path);
    if (change.before != change.after) way.changes.push_back(std::move(change));
  }
  return way;
}

Result<void> forgetBackup(System& system, const NginxBackup& backup) {
  Result<void> all = system.removeFile(backup.list);
  for (const NginxBackup::File& file : backup.files) {
    if (file.backup.empty()) continue;
    if (auto removed = system.removeFile(file.backup); !removed && all) all = removed;
  }
  return all;
}

}  // namespace lk::setup
