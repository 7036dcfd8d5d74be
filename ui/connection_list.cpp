#include "ui/connection_list.h"

#include <QCoreApplication>
#include <QSet>

#include "server/base/settings_value.h"
#include "server/base/vocabulary.h"
#include "ui/state_file.h"

namespace lk::ui {

namespace {

const QString kGroup = QStringLiteral("connections");
constexpr int kMost = 1'000;

QString tr(const char* text) { return QCoreApplication::translate("lk::ui::ConnectionList", text); }

Error wrong(const QString& text) { return {Error::Code::Settings, text.toStdString()}; }

const std::pair<Connection::Secret, QLatin1StringView> kSecrets[] = {
    {Connection::Secret::None, QLatin1StringView("none")},
    {Connection::Secret::Keychain, QLatin1StringView("keychain")},
    {Connection::Secret::Asked, QLatin1StringView("asked")},
    {Connection::Secret::File, QLatin1StringView("file")}};

Connection readOne(const QSettings& file) {
  const auto text = [&](const char* key) { return file.value(QLatin1StringView(key)).toString(); };
  Connection one;
  one.name = text("name");
  one.kind = text("kind") == QLatin1StringView("local") ? Connection::Kind::Local : Connection::Kind::Redis;
  one.node = text("node");
  one.redisUrl = text("url");
  one.redisPrefix = text("prefix");
  one.caFile = text("ca-file");
  one.secretFile = text("secret-file");
  one.readOnly = file.value(QStringLiteral("read-only")).toBool();
  for (const auto& [secret, name] : kSecrets) {
    if (text("secret") == name) one.secret = secret;
  }
  return one;
}

void writeOne(QSettings& file, const Connection& one) {
  const auto put = [&](const char* key, const QVariant& value) { file.setValue(QLatin1StringView(key), value); };
  put("name", one.name);
  put("kind", one.kind == Connection::Kind::Local ? QStringLiteral("local") : QStringLiteral("redis"));
  put("node", one.node);
  put("url", one.redisUrl);
  put("prefix", one.redisPrefix);
  put("ca-file", one.caFile);
  put("secret-file", one.secretFile);
  put("read-only", one.readOnly);
  for (const auto& [secret, name] : kSecrets) {
    if (secret == one.secret) put("secret", QString(name));
  }
}

}  // namespace

ConnectionList::ConnectionList(QString path) : m_path(std::move(path)) {
  if (!m_path.isEmpty()) read();
}

Result<void> ConnectionList::check(const Connection& connection) {
  if (connection.kind == Connection::Kind::Started) return {};
  if (connection.kind == Connection::Kind::Local) {
    if (isDeviceId(connection.node.toStdString())) return {};
    return wrong(tr("Name the node by its id, as in n1."));
  }
  if (connection.redisUrl.isEmpty()) return wrong(tr("Name the Redis by its URL, as in redis://10.0.0.5:6379."));
  Settings settings;
  for (const auto& [name, value] :
       {std::pair("redis.url", connection.redisUrl), std::pair("redis.prefix", connection.redisPrefix)}) {
    if (auto set = setField(settings, *findField(name), value.toStdString()); !set) return set;
  }
  const QString user = connection.redisUrl.section(QStringLiteral("://"), 1).section(QLatin1Char('@'), 0, -2);
  if (user.contains(QLatin1Char(':'))) return wrong(tr("Leave the password out of the URL; there is a field for it."));
  if (connection.secret == Connection::Secret::File && connection.secretFile.isEmpty()) {
    return wrong(tr("Name the file that holds the password."));
  }
  return {};
}

void ConnectionList::read() {
  const auto file = openStateFile(m_path, m_problem);
  if (!file) return;
  const int count = std::min(file->beginReadArray(kGroup), kMost);
  QSet<QString> names;
  QStringList refused;
  for (int i = 0; i < count; ++i) {
    file->setArrayIndex(i);
    const Connection one = readOne(*file);
    if (one.name.isEmpty() || names.contains(one.name) || !check(one)) {
      refused.push_back(one.name.isEmpty() ? QStringLiteral("#%1").arg(i + 1) : one.name);
      continue;
    }
    names.insert(one.name);
    m_connections.push_back(one);
  }
  if (refused.isEmpty()) return;
  m_problem = tr("%1 holds connections that can't be used and are not shown: %2.")
                  .arg(m_path, refused.join(QStringLiteral(", ")));
}

Result<void> ConnectionList::save(const QList<Connection>& connections) {
  QSet<QString> names;
  for (const Connection& one : connections) {
    if (one.name.trimmed().isEmpty()) return wrong(tr("A connection needs a name."));
    if (names.contains(one.name)) return wrong(tr("There is another connection named %1.").arg(one.name));
    if (auto good = check(one); !good) {
      return wrong(QStringLiteral("%1: %2").arg(one.name, QString::fromStdString(good.error().text)));
    }
    names.insert(one.name);
  }
  if (!m_path.isEmpty()) {
    QSettings file(m_path, QSettings::IniFormat);
    file.remove(kGroup);
    file.beginWriteArray(kGroup, static_cast<int>(connections.size()));
    for (int i = 0; i < connections.size(); ++i) {
      file.setArrayIndex(i);
      writeOne(file, connections[i]);
    }
    file.endArray();
    file.sync();
    if (file.status() != QSettings::NoError) {
      return Error{Error::Code::Io, tr("%1 can't be written. Check its permissions.").arg(m_path).toStdString()};
    }
  }
  m_connections = connections;
  return {};
}

}  // namespace lk::ui
