#pragma once

#include <QString>
#include <QStringList>

#include "app/command_line.h"
#include "server/base/result.h"

namespace lk::app {

inline constexpr char kServiceName[] = "Linekeeper";

// What a Windows service is installed with.
struct ServicePlan {
  QString commandLine;
  QString dataFolder;      // absolute, with Windows' slashes
  bool ownFolder = false;  // it is the service's alone: its rights are set, whoever made it; else only added to
  QString message;         // path of the program, which has the event log's text in it
  QStringList notes;       // for the person who installs it
};

// What the plan depends on of the machine.
struct ServiceSurroundings {
  QString program;      // path of this program
  QString programData;  // folder of all users' data
  QString userFolder;   // that of whoever installs
};

// Checks the settings that the service would start with. line: of `service install`, with a start's options. Errors:
// Settings, Usage.
[[nodiscard]] Result<ServicePlan> planService(const CommandLine& line, const ServiceSurroundings& around);

// The account that Windows makes for each service by itself: no password, no rights but those that its folder gives it.
[[nodiscard]] QString serviceAccount();
// That account's security id, which follows from the service's name: S-1-5-80-…
[[nodiscard]] QString serviceSid(const QString& serviceName);
// Of a folder that only the system, administrators and the service may enter, in Windows' language for such (SDDL).
[[nodiscard]] QString serviceFolderRights(const QString& serviceName);

}  // namespace lk::app
