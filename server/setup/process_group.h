#pragma once

class QProcess;

namespace lk::setup {

// Before it starts: the program and all it starts will be a group of their own, that dies with this program.
void startInOwnGroup(QProcess& process);

// Ends the program and what it started, at once.
void endGroup(QProcess& process);

}  // namespace lk::setup
