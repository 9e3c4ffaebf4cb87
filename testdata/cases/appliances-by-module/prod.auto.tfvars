appliances = {
  one = { subnet = "a" }
  two = { subnet = "b", forward = false }
}
