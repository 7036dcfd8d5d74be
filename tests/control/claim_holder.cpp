#include <QCoreApplication>
#include <QLocalServer>
#include <QTextStream>

#include "server/node/node_directory.h"

// Claims a node id in a folder, listens where its control socket would be, and waits to be killed or for the end
// of its input. Arguments: FOLDER ID.
int main(int argc, char** argv) {
  const QCoreApplication application(argc, argv);
  const QStringList arguments = QCoreApplication::arguments();
  if (arguments.size() != 3) return 2;
  const lk::node::NodeDirectory directory(arguments.at(1));
  const auto claim = directory.claim(arguments.at(2));
  QTextStream out(stdout);
  if (!claim) {
    out << QString::fromStdString(claim.error().text) << Qt::endl;
    return 1;
  }
  QLocalServer socket;
  if (!socket.listen(directory.socketName(arguments.at(2)))) return 3;
  out << "claimed" << Qt::endl;
  QTextStream(stdin).readAll();
  return 0;
}
