#include "server/base/settings_file.h"

#include <QDateTime>
#include <QDir>
#include <QFile>
#include <QFileInfo>
#include <QRegularExpression>
#include <QSaveFile>
#include <vector>

#include "server/base/settings_text.h"

namespace lk {

namespace {

constexpr qint64 kLargestFile = 1024 * 1024;

std::string joined(const std::vector<std::string>& lines) {
  std::string text;
  for (const std::string& line : lines) text += (text.empty() ? "" : "\n") + line;
  return text;
}

Error cannot(const std::string& what, const QString& path, const QString& why, const std::string& advice) {
  return {Error::Code::Settings, "cannot " + what + " " + QDir::toNativeSeparators(path).toStdString() + ": " +
                                     why.toStdString() + "; " + advice};
}

Result<std::string> readAll(const QString& path) {
  QFile file(path);
  if (!file.open(QIODevice::ReadOnly)) {
    return cannot("read", path, file.errorString(), "check its permissions, or name another with --config FILE");
  }
  const QByteArray bytes = file.read(kLargestFile + 1);
  if (bytes.size() > kLargestFile) {
    return cannot("read", path, QStringLiteral("it is larger than 1 MiB"), "that is no settings file");
  }
  return bytes.toStdString();
}

// What saves that were killed half-way left beside the file, FILE.aBcDeF. Only old ones: another program may be in the
// middle of a save.
void sweepLeftovers(const QString& path) {
  constexpr qint64 kOldS = 3'600;
  const QFileInfo file(path);
  const QRegularExpression form(QRegularExpression::anchoredPattern(QRegularExpression::escape(file.fileName()) +
                                                                    QStringLiteral("(\\.bak)?\\.[A-Za-z]{6}")));
  const QDateTime now = QDateTime::currentDateTime();
  const QFileInfoList beside = file.absoluteDir().entryInfoList({file.fileName() + QStringLiteral(".*")}, QDir::Files);
  for (const QFileInfo& other : beside) {
    if (form.match(other.fileName()).hasMatch() && other.lastModified().secsTo(now) > kOldS) {
      QFile::remove(other.filePath());
    }
  }
}

}  // namespace

Result<void> readSettingsFile(const QString& path, bool mustExist, Settings& settings, SettingsPlaces* places) {
  if (!QFileInfo::exists(path)) {
    if (!mustExist) return {};
    return cannot("read", path, QStringLiteral("there is no such file"), "write one, or leave --config out");
  }
  const auto text = readAll(path);
  if (!text) return text.error();
  Settings read = settings;
  const auto wrong = applySettingsText(*text, QDir::toNativeSeparators(path).toStdString(), read, places);
  if (!wrong.empty()) return Error{Error::Code::Settings, joined(wrong)};
  settings = read;
  return {};
}

Result<void> writeSettingsFile(const QString& path, const Settings& settings) {
  std::string oldText;
  if (QFileInfo::exists(path)) {
    const auto text = readAll(path);
    if (!text) return text.error();
    Settings ignored;
    if (const auto wrong = applySettingsText(*text, path.toStdString(), ignored); !wrong.empty()) {
      return Error{Error::Code::Settings,
                   "the settings file has errors and is left as it is; mend it first:\n" + joined(wrong)};
    }
    oldText = *text;
  }
  const QString folder = QFileInfo(path).absolutePath();
  if (!QDir().mkpath(folder)) {
    return cannot("make the folder", folder, QStringLiteral("the system refused"),
                  "check its permissions, or name another file with --config FILE");
  }
  const std::string text = settingsText(oldText, settings);
  if (!oldText.empty()) {
    QSaveFile backup(path + QStringLiteral(".bak"));
    if (!backup.open(QIODevice::WriteOnly) || backup.write(oldText.data(), static_cast<qint64>(oldText.size())) < 0 ||
        !backup.commit()) {
      return cannot("write", backup.fileName(), backup.errorString(), "free some space or check permissions");
    }
  }
  QSaveFile file(path);
  if (!file.open(QIODevice::WriteOnly) || file.write(text.data(), static_cast<qint64>(text.size())) < 0 ||
      !file.commit()) {
    return cannot("write", path, file.errorString(), "free some space, check permissions, or use --config FILE");
  }
  sweepLeftovers(path);
  return {};
}

}  // namespace lk
