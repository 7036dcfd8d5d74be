#pragma once

#include <QMap>

#include "ui/connector.h"
#include "ui/secret_store.h"
#include "ui/tray.h"

namespace lk::ui::test {

// Remembers what it is asked to attach to.
class FakeConnector final : public Connector {
  Q_OBJECT

 public:
  explicit FakeConnector(const QString& started = QStringLiteral("This program's node n1")) {
    m_started.kind = Connection::Kind::Started;
    m_started.name = started;
    m_current = m_started;
  }

  [[nodiscard]] Connection current() const override { return m_current; }
  [[nodiscard]] Connection started() const override { return m_started; }
  [[nodiscard]] QStringList localNodes() const override { return {QStringLiteral("n7")}; }
  Result<void> attach(const Connection& connection, const QString& password) override {
    if (!m_refusal.empty()) return Error{Error::Code::NotFound, m_refusal};
    m_current = connection;
    m_password = password;
    ++m_attached;
    return {};
  }
  Result<void> setReadOnly(bool readOnly) override {
    m_current.readOnly = readOnly;
    return {};
  }

  void refuseWith(const std::string& text) { m_refusal = text; }
  [[nodiscard]] const QString& password() const { return m_password; }
  [[nodiscard]] int attached() const { return m_attached; }

 private:
  Connection m_started;
  Connection m_current;
  QString m_password;
  std::string m_refusal;
  int m_attached = 0;
};

// A keychain in memory.
class FakeSecrets final : public SecretStore {
 public:
  [[nodiscard]] QString missing() const override { return m_missing; }
  void save(const QString& name, const QString& secret, QObject* context, Reply<void> done) override {
    m_kept[name] = secret;
    later(context, [done] { done({}); });
  }
  void read(const QString& name, QObject* context, Reply<QString> done) override {
    const bool has = m_kept.contains(name);
    const Result<QString> kept =
        has ? Result<QString>(m_kept[name]) : Error{Error::Code::NotFound, "nothing is kept for it"};
    later(context, [done, kept] { done(kept); });
  }
  void remove(const QString& name, QObject* context, Reply<void> done) override {
    m_kept.remove(name);
    later(context, [done] { done({}); });
  }

  void keepNone() { m_missing = QStringLiteral("There is no keychain here."); }
  [[nodiscard]] const QMap<QString, QString>& kept() const { return m_kept; }

 private:
  static void later(QObject* context, std::function<void()> call) {
    QMetaObject::invokeMethod(context, std::move(call), Qt::QueuedConnection);
  }

  QMap<QString, QString> m_kept;
  QString m_missing;
};

class FakeTray final : public Tray {
  Q_OBJECT

 public:
  [[nodiscard]] bool available() const override { return m_available; }
  void keep(bool kept) override { m_kept = kept; }
  void setLook(const QIcon& /*icon*/) override {}
  void tell(const QString& title, const QString& /*text*/) override { m_told.push_back(title); }

  void takeAway() { m_available = false; }
  [[nodiscard]] bool kept() const { return m_kept; }
  [[nodiscard]] const QStringList& told() const { return m_told; }

 private:
  bool m_available = true;
  bool m_kept = false;
  QStringList m_told;
};

}  // namespace lk::ui::test
