#include "app/service_control.h"

namespace lk::app {

namespace {

struct Meaning {
  std::uint32_t windowsError;
  Error::Code code;
  const char* text;
};

// By number, as Windows' own texts come in the system's language.
constexpr Meaning kMeanings[] = {
    {2, Error::Code::Io, "its program is gone; install the service again from where the program is now"},
    {3, Error::Code::Io, "its program's folder is gone; install the service again from where the program is now"},
    {5, Error::Code::NotPermitted,
     "that needs an administrator's rights: open a terminal with 'Run as administrator', and say the same there"},
    {1051, Error::Code::InUse, "another service that runs depends on it; stop that one first"},
    {1053, Error::Code::Io, "the program did not answer Windows in time; see its log in the data folder"},
    {1056, Error::Code::InUse, "it runs already"},
    {1057, Error::Code::NotPermitted, "Windows does not know the service's account"},
    {1058, Error::Code::NotPermitted, "the service is disabled; enable it in services.msc"},
    {1060, Error::Code::NotFound, "there is no service Linekeeper; install it with: linekeeper service install"},
    {1061, Error::Code::InUse, "it is just starting or stopping; try again in a moment"},
    {1062, Error::Code::InUse, "it does not run"},
    {1068, Error::Code::Io, "a service that it depends on did not start"},
    {1069, Error::Code::NotPermitted,
     "its account may not log on as a service; install the service again, or ask who sets this machine's policies"},
    {1072, Error::Code::InUse,
     "it is marked to be removed, and goes once nobody looks at it any more: close services.msc and Task Manager"},
    {1073, Error::Code::InUse,
     "there is one already; remove it with: linekeeper service remove; its data stay where they are"},
    {1115, Error::Code::Io, "the machine is just shutting down"},
};

}  // namespace

Error serviceError(const QString& doing, std::uint32_t windowsError) {
  const std::string start = "cannot " + doing.toStdString() + ": ";
  for (const Meaning& meaning : kMeanings) {
    if (meaning.windowsError == windowsError) return {meaning.code, start + meaning.text};
  }
  return {Error::Code::Io, start + "Windows says error " + std::to_string(windowsError) + "; 'net helpmsg " +
                               std::to_string(windowsError) + "' tells what that is"};
}

}  // namespace lk::app
