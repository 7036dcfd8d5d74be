#include <cstdlib>

#include "app/display.h"
#include "app/output.h"

namespace lk::app {

namespace {

void sayWhyItEnds(QtMsgType type, const QMessageLogContext& context, const QString& text) {
  const Output output(false);
  if (type != QtFatalMsg) return output.note(qFormatLogMessage(type, context, text));
  output.note(text.trimmed());
  output.note(
      QStringLiteral("linekeeper: no window can be shown; name a display that can be reached by DISPLAY or "
                     "WAYLAND_DISPLAY, or start with --headless to run the node alone"));
  std::_Exit(kWrongUsage);
}

}  // namespace

bool hasDisplay() {
  return !qEnvironmentVariableIsEmpty("DISPLAY") || !qEnvironmentVariableIsEmpty("WAYLAND_DISPLAY") ||
         !qEnvironmentVariableIsEmpty("QT_QPA_PLATFORM");
}

std::unique_ptr<QApplication> makeApplication(int& argc, char** argv) {
  qInstallMessageHandler(sayWhyItEnds);
  auto application = std::make_unique<QApplication>(argc, argv);
  qInstallMessageHandler(nullptr);
  return application;
}

}  // namespace lk::app
