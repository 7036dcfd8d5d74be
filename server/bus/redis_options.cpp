#include "server/bus/redis_options.h"

#include <QFile>
#include <string_view>

#include "server/bus/redis_url.h"

namespace lk::bus {

namespace {

Error settingsError(std::string text) { return {Error::Code::Settings, std::move(text)}; }

// credential:NAME is what systemd hands to a service under that name, any other path is itself.
Result<std::string> pathOf(const std::string& passwordFile) {
  constexpr std::string_view kCredential = "credential:";
  if (!passwordFile.starts_with(kCredential)) return passwordFile;
  const std::string name = passwordFile.substr(kCredential.size());
  if (name.empty() || name.find('/') != std::string::npos) {
    return settingsError("redis.password-file " + passwordFile +
                         ": what follows credential: is no name of a credential; write credential:redis-password");
  }
  const QString folder = qEnvironmentVariable("CREDENTIALS_DIRECTORY");
  const QString path = folder + QLatin1Char('/') + QString::fromStdString(name);
  if (folder.isEmpty() || !QFile::exists(path)) {
    return settingsError("redis.password-file " + passwordFile +
                         ": systemd has given this program no such credential; put LoadCredential=" + name +
                         ":FILE into its unit, or name a file here");
  }
  return path.toStdString();
}

// Its first line: what follows may be a comment.
Result<std::string> readPassword(const std::string& passwordFile) {
  const auto found = pathOf(passwordFile);
  if (!found) return found.error();
  const std::string& path = *found;
  QFile file(QString::fromStdString(path));
  if (!file.open(QIODevice::ReadOnly)) {
    return settingsError("cannot read redis.password-file " + path + ": " + file.errorString().toStdString());
  }
  constexpr qint64 kLongest = 4096;
  QByteArray line = file.readLine(kLongest);
  while (line.endsWith('\n') || line.endsWith('\r')) line.chop(1);
  if (line.isEmpty()) return settingsError("redis.password-file " + path + " has no password in its first line");
  return line.toStdString();
}

}  // namespace

Result<RedisOptions> redisOptions(const Settings& settings, const std::string& name) {
  auto url = parseRedisUrl(settings.redisUrl);
  if (!url) return settingsError("redis.url: " + url.error().text);
  RedisOptions options;
  options.url = std::move(*url);
  options.caFile = settings.redisCaFile;
  options.name = name;
  if (!options.caFile.empty() && !QFile::exists(QString::fromStdString(options.caFile))) {
    return settingsError("redis.ca-file " + options.caFile + " is not there");
  }
  if (settings.redisPasswordFile.empty()) return options;
  auto password = readPassword(settings.redisPasswordFile);
  if (!password) return password.error();
  options.password = std::move(*password);
  return options;
}

}  // namespace lk::bus
