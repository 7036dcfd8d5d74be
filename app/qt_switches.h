#pragma once

namespace lk::app {

// What Qt has to be told by the environment, before anything of it is used. What a person has set there stays.
void setQtSwitches();

}  // namespace lk::app
