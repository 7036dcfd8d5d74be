#pragma once

#include <QObject>
#include <QString>
#include <QStringList>

#include "server/base/result.h"

namespace lk::ui {

// A node or cluster that a console can be attached to.
struct Connection {
  enum class Kind {
    Started,  // what the program was started with: its own node, a cluster, or a node that ran already
    Local,    // another node of this user on this machine
    Redis,    // all nodes that share a Redis
  };
  enum class Secret {
    None,
    Keychain,  // kept by the system
    Asked,     // for each time
    File,      // of the user's, which nobody else may read
  };

  QString name;  // as people call it; one of a kind in a list
  Kind kind = Kind::Redis;
  QString node;      // Local: its id
  QString redisUrl;  // Redis: without a password
  QString redisPrefix = QStringLiteral("lk");
  QString caFile;  // for rediss://; empty: the system's
  Secret secret = Secret::None;
  QString secretFile;
  bool readOnly = false;

  bool operator==(const Connection&) const = default;
};

// Attaches the console to something else while the program runs. Whoever composes the program implements it: the window
// is made anew, and the program's own node goes on.
class Connector : public QObject {
  Q_OBJECT

 public:
  using QObject::QObject;

  // What the console is attached to.
  [[nodiscard]] virtual Connection current() const = 0;
  // What the program was started with.
  [[nodiscard]] virtual Connection started() const = 0;
  // Ids of the nodes of this user that run on this machine, but for the program's own.
  [[nodiscard]] virtual QStringList localNodes() const = 0;
  // Takes effect from the event loop: whoever calls this may be gone then. An error leaves all as it is; a link that
  // fails later is the new window's to tell. password: empty: none.
  virtual Result<void> attach(const Connection& connection, const QString& password) = 0;
  // The same again, with everything that changes something switched off or on. As attach() takes effect.
  virtual Result<void> setReadOnly(bool readOnly) = 0;
};

}  // namespace lk::ui
