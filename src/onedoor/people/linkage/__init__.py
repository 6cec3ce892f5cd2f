"""Whether somebody who arrives is somebody known: Fellegi and Sunter's weights, trained by Splink."""
