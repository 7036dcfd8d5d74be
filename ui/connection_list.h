#pragma once

#include <QList>

#include "ui/connector.h"

namespace lk::ui {

// The connections that a user has named, in a file of their own without any password in it. Written as a whole or not
// at all. What of it can't be used is left out, and problem() says so.
class ConnectionList {
 public:
  // An empty path: kept in memory only.
  explicit ConnectionList(QString path);

  [[nodiscard]] const QList<Connection>& all() const { return m_connections; }
  [[nodiscard]] const QString& problem() const { return m_problem; }
  // Errors: Settings; an empty or taken name, or what check() says; Io.
  Result<void> save(const QList<Connection>& connections);

  // Whether it can stand in the list, apart from its name. Errors: Settings; a node's id or a URL that is none, a
  // password in the URL, a prefix out of range, no file for a password that is to be in one.
  [[nodiscard]] static Result<void> check(const Connection& connection);

 private:
  void read();

  const QString m_path;
  QList<Connection> m_connections;
  QString m_problem;
};

}  // namespace lk::ui
