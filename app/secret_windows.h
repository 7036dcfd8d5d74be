#pragma once

#include <QCoreApplication>

#include "ui/secret_store.h"

namespace lk::app {

// Windows' credential store, of the signed-in user.
class SecretWindows final : public ui::SecretStore {
  Q_DECLARE_TR_FUNCTIONS(lk::app::SecretWindows)

 public:
  [[nodiscard]] QString missing() const override { return {}; }
  void save(const QString& name, const QString& secret, QObject* context, Reply<void> done) override;
  void read(const QString& name, QObject* context, Reply<QString> done) override;
  void remove(const QString& name, QObject* context, Reply<void> done) override;
};

}  // namespace lk::app
