#pragma once

#include <QObject>
#include <QString>
#include <functional>

#include "server/base/result.h"

namespace lk::ui {

// Where the system keeps its user's passwords. Answers come from the event loop, none once `context` is gone.
class SecretStore {
 public:
  template <typename T>
  using Reply = std::function<void(Result<T>)>;

  SecretStore() = default;
  virtual ~SecretStore() = default;
  SecretStore(const SecretStore&) = delete;
  SecretStore& operator=(const SecretStore&) = delete;

  // Empty: secrets can be kept. Else why not, and what would change that.
  [[nodiscard]] virtual QString missing() const = 0;
  virtual void save(const QString& name, const QString& secret, QObject* context, Reply<void> done) = 0;
  // Errors: NotFound, when there is none of this name.
  virtual void read(const QString& name, QObject* context, Reply<QString> done) = 0;
  virtual void remove(const QString& name, QObject* context, Reply<void> done) = 0;
};

}  // namespace lk::ui
