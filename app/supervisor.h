#pragma once

#include <QString>
#include <chrono>
#include <memory>
#include <optional>

namespace lk::app {

// Who started this program as a service, and wants to be told how it does.
class Supervisor {
 public:
  virtual ~Supervisor() = default;

  // It serves; after reloading(): with what was read again, or as before.
  virtual void ready() = 0;
  virtual void reloading() = 0;
  virtual void stopping() = 0;
  // While it starts or stops: not to be ended by force before this time from now is over.
  virtual void needsMore(std::chrono::seconds time) = 0;
  // One sentence for whoever asks how it does.
  virtual void status(const QString& sentence) = 0;

  // It is well. To be said within each such time, or the program is started anew; nothing: that is not asked for.
  virtual void alive() = 0;
  [[nodiscard]] virtual std::optional<std::chrono::milliseconds> aliveWithin() const = 0;
};

// Of this system, and to be called before there are threads; null: nobody supervises this program.
[[nodiscard]] std::unique_ptr<Supervisor> systemSupervisor();

}  // namespace lk::app
