#include "app/startup.h"

#include <QDir>
#include <QStandardPaths>
#include <QSysInfo>
#include <algorithm>
#include <iterator>

#include "server/base/settings_check.h"
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

// What is wrong with the way to Redis. It is asked for one setting at a time, so that each error has its own.
std::vector<SettingsProblem> redisProblems(const Settings& settings) {
  if (settings.redisUrl.empty()) return {};
  Settings some;
  some.redisUrl = settings.redisUrl;
  if (const auto url = bus::redisOptions(some, {}); !url) return {{url.error().text, {"redis.url"}}};
  std::vector<SettingsProblem> wrong;
  for (const auto& [member, name] : {std::pair{&Settings::redisPasswordFile, "redis.password-file"},
                                     std::pair{&Settings::redisCaFile, "redis.ca-file"}}) {
    Settings one = some;
    one.*member = settings.*member;
    if (const auto file = bus::redisOptions(one, {}); !file) wrong.push_back({file.error().text, {name}});
  }
  return wrong;
}

}  // namespace

Result<void> checkSettings(const Settings& settings, const SettingsPlaces& places) {
  std::vector<SettingsProblem> wrong = crossCheck(settings);
  std::ranges::move(redisProblems(settings), std::back_inserter(wrong));
  std::string lines;
  for (const SettingsProblem& problem : wrong) lines += (lines.empty() ? "" : "\n") + places.said(problem);
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
  if (auto file = readSettingsFile(startup.m_configPath, mustExist, startup.m_settings, &startup.m_places); !file) {
    return file.error();
  }
  startup.m_fileSettings = startup.m_settings;
  if (auto options = startup.applyOptions(); !options) return options.error();

  Settings& settings = startup.m_settings;
  if (auto good = checkSettings(settings, startup.m_places); !good) return good.error();
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

Result<void> Startup::applySet(const QString& text) {
  const qsizetype equals = text.indexOf(QLatin1Char('='));
  const QString name = text.left(equals);
  const qsizetype dot = name.indexOf(QLatin1Char('.'));
  if (equals < 0 || dot < 0) {
    return settingsError("--set " + text.toStdString() +
                         ": write --set SECTION.KEY=VALUE with a known key, as in --set node.keepalive=30s");
  }
  const SettingsField* field = findField(name.toStdString());
  if (field == nullptr) {
    return settingsError("--set " + name.toStdString() + ": " +
                         unknownField(name.left(dot).toStdString(), name.mid(dot + 1).toStdString()));
  }
  // The first one takes the file's place, others add to a list.
  const bool first = m_overridden.insert(field->name()).second;
  const std::string value = text.mid(equals + 1).toStdString();
  const std::size_t before = countValues(m_settings, *field);
  const auto set = first ? setField(m_settings, *field, value) : addToField(m_settings, *field, value);
  first || !isList(*field) ? m_places.put(field->name(), "--set") : m_places.add(field->name(), before, "--set");
  return set ? Result<void>() : Result<void>(settingsError("--set: " + set.error().text));
}

Result<void> Startup::applyOptions() {
  for (const QString& text : m_line.options.value(QStringLiteral("set"))) {
    if (auto set = applySet(text); !set) return set;
  }
  for (const SettingsField& field : settingsFields()) {
    const QStringList values = m_line.options.value(QString::fromUtf8(field.flag));
    if (field.flag.empty() || values.isEmpty()) continue;
    const std::string flag = "--" + std::string(field.flag);
    m_overridden.insert(field.name());
    m_places.put(field.name(), flag);
    const QString text = isList(field) ? values.join(QLatin1Char(',')) : values.back();
    if (auto set = setField(m_settings, field, text.toStdString()); !set) {
      return settingsError(flag + ": " + set.error().text);
    }
  }
  const auto demo = m_line.number(QStringLiteral("demo"), 0, 0, 1'000'000);
  if (!demo) return demo.error();
  m_demoDevices = static_cast<int>(*demo);
  return {};
}

}  // namespace lk::app
