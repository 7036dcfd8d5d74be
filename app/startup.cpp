#include "app/startup.h"

#include <QDir>
#include <QStandardPaths>
#include <QSysInfo>
#include <algorithm>

#include "server/base/settings_file.h"
#include "server/base/settings_value.h"
#include "server/base/vocabulary.h"
#include "server/bus/redis_options.h"

namespace lk::app {

namespace {

Error settingsError(std::string text) { return {Error::Code::Settings, std::move(text)}; }

QString dataFolderOf(const CommandLine& line) {
  const QString folder = line.value(QStringLiteral("data-folder"));
  return folder.isEmpty() ? QString() : QDir::cleanPath(QDir(folder).absolutePath());
}

QString configPathOf(const CommandLine& line) {
  const QString folder = dataFolderOf(line);
  const QString path = folder.isEmpty() ? QStandardPaths::writableLocation(QStandardPaths::GenericConfigLocation) +
                                              QStringLiteral("/linekeeper/linekeeper.ini")
                                        : QDir(folder).filePath(QStringLiteral("linekeeper.ini"));
  return line.value(QStringLiteral("config"), path);
}

Result<void> applySet(Settings& settings, const QString& text, std::set<std::string>& overridden) {
  const qsizetype equals = text.indexOf(QLatin1Char('='));
  const std::string name = text.left(equals).toStdString();
  const SettingsField* field = equals < 0 ? nullptr : findField(name);
  if (field == nullptr) {
    return settingsError("--set " + text.toStdString() +
                         ": write --set SECTION.KEY=VALUE with a known key, as in --set node.keepalive=30s");
  }
  overridden.insert(name);
  const auto set = setField(settings, *field, text.mid(equals + 1).toStdString());
  return set ? Result<void>() : Result<void>(settingsError("--set: " + set.error().text));
}

}  // namespace

Result<void> checkSettings(const Settings& settings) {
  std::vector<std::string> wrong = crossCheck(settings);
  if (!settings.redisUrl.empty()) {
    if (const auto redis = bus::redisOptions(settings, {}); !redis) wrong.push_back(redis.error().text);
  }
  std::string lines;
  for (const std::string& line : wrong) lines += (lines.empty() ? "" : "\n") + line;
  return wrong.empty() ? Result<void>() : settingsError(lines);
}

std::string historyFileOf(const Settings& settings, const QString& dataFolder) {
  if (settings.historyFile != "auto") return settings.historyFile;
  // A colon may stand in a node's id, and not in every system's file names.
  const QString id = QString::fromStdString(settings.nodeId).replace(QLatin1Char(':'), QLatin1Char('%'));
  const QString folder = dataFolder.isEmpty() ? QStandardPaths::writableLocation(QStandardPaths::GenericDataLocation) +
                                                    QStringLiteral("/linekeeper")
                                              : dataFolder;
  return QDir(folder).filePath(QStringLiteral("history-%1.log").arg(id)).toStdString();
}

std::string hostNodeId() {
  std::string name = QSysInfo::machineHostName().left(64).toStdString();
  std::ranges::replace_if(
      name,
      [](char c) {
        return !isDeviceId({&c, 1});
      },
      '-');
  return name.empty() ? "node" : name;
}

Result<Startup> Startup::read(const CommandLine& line) { return read(line, line.has(QStringLiteral("config"))); }

Result<Startup> Startup::read(const CommandLine& line, bool mustExist) {
  Startup startup;
  startup.m_line = line;
  startup.m_configPath = configPathOf(line);
  startup.m_dataFolder = dataFolderOf(line);
  if (auto file = readSettingsFile(startup.m_configPath, mustExist, startup.m_settings); !file) return file.error();
  startup.m_fileSettings = startup.m_settings;
  if (auto options = startup.applyOptions(); !options) return options.error();

  Settings& settings = startup.m_settings;
  if (auto good = checkSettings(settings); !good) return good.error();
  if (settings.nodeId.empty()) settings.nodeId = hostNodeId();
  return startup;
}

Result<Startup> Startup::readAnyway(const CommandLine& line) {
  auto rescue = rescueSettingsFile(configPathOf(line), checkSettings);
  if (!rescue) return rescue.error();
  // A file that was named has to be there, unless it was there just now.
  auto startup = read(line, !*rescue && line.has(QStringLiteral("config")));
  if (startup) startup->m_rescue = std::move(*rescue);
  return startup;
}

Settings Startup::nodeSettings() const {
  Settings own = m_settings;
  own.historyFile = historyFileOf(m_settings, m_dataFolder);
  return own;
}

Result<void> Startup::applyOptions() {
  for (const QString& text : m_line.options.value(QStringLiteral("set"))) {
    if (auto set = applySet(m_settings, text, m_overridden); !set) return set;
  }
  for (const SettingsField& field : settingsFields()) {
    const QStringList values = m_line.options.value(QString::fromUtf8(field.flag));
    if (field.flag.empty() || values.isEmpty()) continue;
    m_overridden.insert(field.name());
    const QString text = field.form == SettingsField::Form::AddressList ? values.join(QLatin1Char(',')) : values.back();
    if (auto set = setField(m_settings, field, text.toStdString()); !set) {
      return settingsError("--" + std::string(field.flag) + ": " + set.error().text);
    }
  }
  const auto demo = m_line.number(QStringLiteral("demo"), 0, 0, 1'000'000);
  if (!demo) return demo.error();
  m_demoDevices = static_cast<int>(*demo);
  return {};
}

}  // namespace lk::app
