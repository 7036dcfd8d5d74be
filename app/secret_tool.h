#pragma once

#include <QCoreApplication>

#include "ui/secret_store.h"

namespace lk::app {

// The desktop's keychain (the Secret Service: GNOME Keyring, KWallet, KeePassXC) through libsecret's program. The
// secret goes through its standard input and output, never through its arguments.
class SecretTool final : public ui::SecretStore {
  Q_DECLARE_TR_FUNCTIONS(lk::app::SecretTool)

 public:
  [[nodiscard]] QString missing() const override;
  void save(const QString& name, const QString& secret, QObject* context, Reply<void> done) override;
  void read(const QString& name, QObject* context, Reply<QString> done) override;
  void remove(const QString& name, QObject* context, Reply<void> done) override;
};

}  // namespace lk::app
